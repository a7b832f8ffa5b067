/** The ten classes of Fashion-MNIST in the order of their numbers (Xiao, Rasul, Vollgraf 2017, arXiv 1708.07747). */
export const FASHION_MNIST_CLASSES: readonly string[] = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

/** Labels are stored as bytes and 255 stands for "no label". */
export const MAX_CLASSES = 255;

/** Width and height of every image, in pixels. */
export const IMAGE_SIDE = 28;

/** Bytes of one image: 28 x 28, one grey byte a pixel. */
export const IMAGE_BYTES = IMAGE_SIDE * IMAGE_SIDE;
