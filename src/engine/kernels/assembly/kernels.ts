// AssemblyScript, compiled to dist/kernels.wasm: the inner loops of training that tfjs' WASM backend lacks, over that
// backend's own memory. Pointers are byte addresses of float32 arrays; pictures are [batch, height, width, channel].

/**
 * Gradient of a convolution by its filter, added to `dFilter` [size, size, channels, filters].
 *
 * `input` is padded already, [batch, high, wide, channels]: no window passes its edges. Under one row of the window the
 * input is a run of size * channels neighbours, so each of the filter's rows is a product [size * channels, pixels] x
 * [pixels, filters], taken in tiles of 4 x 8 sums that stay in registers, picture by picture, which stays in the cache.
 */
export function filterGradient(
  input: usize,
  dy: usize,
  dFilter: usize,
  batch: i32,
  high: i32,
  wide: i32,
  channels: i32,
  outHigh: i32,
  outWide: i32,
  filters: i32,
  size: i32,
  strides: i32,
): void {
  const run = size * channels;
  const step = (<usize>(strides * channels)) << 2;
  const dyStep = (<usize>filters) << 2;
  const whole = filters & ~7;
  for (let b = 0; b < batch; b++) {
    const picture = input + ((<usize>(b * high * wide * channels)) << 2);
    const gradient = dy + ((<usize>(b * outHigh * outWide * filters)) << 2);
    for (let row = 0; row < size; row++) {
      let k = 0;
      for (; k + 4 <= run; k += 4) {
        for (let f = 0; f < whole; f += 8) {
          const target = dFilter + ((<usize>((row * run + k) * filters + f)) << 2);
          let a0 = v128.load(target);
          let a1 = v128.load(target, 16);
          let b0 = v128.load(target + dyStep);
          let b1 = v128.load(target + dyStep, 16);
          let c0 = v128.load(target + 2 * dyStep);
          let c1 = v128.load(target + 2 * dyStep, 16);
          let d0 = v128.load(target + 3 * dyStep);
          let d1 = v128.load(target + 3 * dyStep, 16);
          for (let y = 0; y < outHigh; y++) {
            let from = picture + ((<usize>((y * strides + row) * wide * channels + k)) << 2);
            let given = gradient + ((<usize>(y * outWide * filters + f)) << 2);
            for (let x = 0; x < outWide; x++) {
              const g0 = v128.load(given);
              const g1 = v128.load(given, 16);
              let value = v128.load32_splat(from);
              a0 = f32x4.add(a0, f32x4.mul(value, g0));
              a1 = f32x4.add(a1, f32x4.mul(value, g1));
              value = v128.load32_splat(from, 4);
              b0 = f32x4.add(b0, f32x4.mul(value, g0));
              b1 = f32x4.add(b1, f32x4.mul(value, g1));
              value = v128.load32_splat(from, 8);
              c0 = f32x4.add(c0, f32x4.mul(value, g0));
              c1 = f32x4.add(c1, f32x4.mul(value, g1));
              value = v128.load32_splat(from, 12);
              d0 = f32x4.add(d0, f32x4.mul(value, g0));
              d1 = f32x4.add(d1, f32x4.mul(value, g1));
              from += step;
              given += dyStep;
            }
          }
          v128.store(target, a0);
          v128.store(target, a1, 16);
          v128.store(target + dyStep, b0);
          v128.store(target + dyStep, b1, 16);
          v128.store(target + 2 * dyStep, c0);
          v128.store(target + 2 * dyStep, c1, 16);
          v128.store(target + 3 * dyStep, d0);
          v128.store(target + 3 * dyStep, d1, 16);
        }
      }
      for (; k < run; k++) {
        for (let f = 0; f < whole; f += 8) {
          const target = dFilter + ((<usize>((row * run + k) * filters + f)) << 2);
          let a0 = v128.load(target);
          let a1 = v128.load(target, 16);
          for (let y = 0; y < outHigh; y++) {
            let from = picture + ((<usize>((y * strides + row) * wide * channels + k)) << 2);
            let given = gradient + ((<usize>(y * outWide * filters + f)) << 2);
            for (let x = 0; x < outWide; x++) {
              const value = v128.load32_splat(from);
              a0 = f32x4.add(a0, f32x4.mul(value, v128.load(given)));
              a1 = f32x4.add(a1, f32x4.mul(value, v128.load(given, 16)));
              from += step;
              given += dyStep;
            }
          }
          v128.store(target, a0);
          v128.store(target, a1, 16);
        }
      }
      // The filters that do not fill eight.
      for (let f = whole; f < filters; f++) {
        for (k = 0; k < run; k++) {
          const target = dFilter + ((<usize>((row * run + k) * filters + f)) << 2);
          let sum = load<f32>(target);
          for (let y = 0; y < outHigh; y++) {
            let from = picture + ((<usize>((y * strides + row) * wide * channels + k)) << 2);
            let given = gradient + ((<usize>(y * outWide * filters + f)) << 2);
            for (let x = 0; x < outWide; x++) {
              sum += load<f32>(from) * load<f32>(given);
              from += step;
              given += dyStep;
            }
          }
          store<f32>(target, sum);
        }
      }
    }
  }
}

/**
 * Copies `input` [batch, height, width, channels] into the middle of `padded` [batch, high, wide, channels], `pad` rows
 * from the top and columns from the left, with zeros around it.
 */
export function padPictures(
  input: usize,
  padded: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  high: i32,
  wide: i32,
  pad: i32,
): void {
  memory.fill(padded, 0, (<usize>(batch * high * wide * channels)) << 2);
  const line = (<usize>(width * channels)) << 2;
  for (let b = 0; b < batch; b++) {
    for (let y = 0; y < height; y++) {
      memory.copy(padded + ((<usize>(((b * high + y + pad) * wide + pad) * channels)) << 2), input, line);
      input += line;
    }
  }
}

/** Adds the columns' sums of x and of x times y, [rows, columns], to `sums` and `products` [columns], in doubles. */
export function sumColumns(x: usize, y: usize, sums: usize, products: usize, rows: i32, columns: i32): void {
  const whole = columns & ~1;
  for (let row = 0; row < rows; row++) {
    let c = 0;
    for (; c < whole; c += 2) {
      const at = (<usize>c) << 3;
      const value = f64x2.promote_low_f32x4(v128.load64_zero(x));
      const other = f64x2.promote_low_f32x4(v128.load64_zero(y));
      v128.store(sums + at, f64x2.add(v128.load(sums + at), value));
      v128.store(products + at, f64x2.add(v128.load(products + at), f64x2.mul(value, other)));
      x += 8;
      y += 8;
    }
    for (; c < columns; c++) {
      const at = (<usize>c) << 3;
      const value = <f64>load<f32>(x);
      store<f64>(sums + at, load<f64>(sums + at) + value);
      store<f64>(products + at, load<f64>(products + at) + value * <f64>load<f32>(y));
      x += 4;
      y += 4;
    }
  }
}

/** result = a dy + b x + c, with a, b and c [columns] the same for every row. */
export function combineColumns(
  dy: usize,
  x: usize,
  a: usize,
  b: usize,
  constant: usize,
  result: usize,
  rows: i32,
  columns: i32,
): void {
  const whole = columns & ~3;
  for (let row = 0; row < rows; row++) {
    let c = 0;
    for (; c < whole; c += 4) {
      const at = (<usize>c) << 2;
      const scaled = f32x4.mul(v128.load(dy + at), v128.load(a + at));
      const moved = f32x4.add(f32x4.mul(v128.load(x + at), v128.load(b + at)), v128.load(constant + at));
      v128.store(result + at, f32x4.add(scaled, moved));
    }
    for (; c < columns; c++) {
      const at = (<usize>c) << 2;
      store<f32>(
        result + at,
        load<f32>(dy + at) * load<f32>(a + at) + (load<f32>(x + at) * load<f32>(b + at) + load<f32>(constant + at)),
      );
    }
    const line = (<usize>columns) << 2;
    dy += line;
    x += line;
    result += line;
  }
}

/** dx = dy where y is above 0, else 0. */
export function reluGradient(dy: usize, y: usize, dx: usize, count: i32): void {
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at = (<usize>i) << 2;
    v128.store(dx + at, v128.and(v128.load(dy + at), f32x4.gt(v128.load(y + at), zero)));
  }
  for (; i < count; i++) {
    const at = (<usize>i) << 2;
    store<f32>(dx + at, load<f32>(y + at) > 0 ? load<f32>(dy + at) : 0);
  }
}

/**
 * Gradient of max pooling with windows side by side: of each window of x, the first value equal to y gets dy. `dx` is
 * all zeros before.
 */
export function maxPoolGradient(
  dy: usize,
  x: usize,
  y: usize,
  dx: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  pooledHeight: i32,
  pooledWidth: i32,
  size: i32,
): void {
  const whole = channels & ~3;
  const pixel = (<usize>channels) << 2;
  for (let b = 0; b < batch; b++) {
    for (let row = 0; row < pooledHeight; row++) {
      for (let column = 0; column < pooledWidth; column++) {
        const corner = <usize>((b * height + row * size) * width + column * size) * pixel;
        let c = 0;
        for (; c < whole; c += 4) {
          const at = (<usize>c) << 2;
          const largest = v128.load(y + at);
          let left = v128.load(dy + at);
          for (let i = 0; i < size; i++) {
            let place = corner + at + <usize>(i * width) * pixel;
            for (let j = 0; j < size; j++, place += pixel) {
              const here = f32x4.eq(v128.load(x + place), largest);
              v128.store(dx + place, v128.and(left, here));
              left = v128.andnot(left, here);
            }
          }
        }
        for (; c < channels; c++) {
          const at = (<usize>c) << 2;
          const largest = load<f32>(y + at);
          let found = false;
          for (let i = 0; i < size && !found; i++) {
            let place = corner + at + <usize>(i * width) * pixel;
            for (let j = 0; j < size && !found; j++, place += pixel) {
              if (load<f32>(x + place) == largest) {
                store<f32>(dx + place, load<f32>(dy + at));
                found = true;
              }
            }
          }
        }
        y += pixel;
        dy += pixel;
      }
    }
  }
}
