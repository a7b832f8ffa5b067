/** TensorFlow's package for Python that its library for Linux on x64 is taken from: the one that was tested. */
export const TENSORFLOW_WHEEL = {
  project: 'tensorflow-cpu',
  version: '2.21.0',
  python: '3.11',
  abi: 'cp311',
  platform: 'manylinux_2_27_x86_64',
  bytes: 273_829_956,
  sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
} as const;
