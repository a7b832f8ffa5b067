import { TENSORFLOW_WHEEL } from '../../shared/tensorflowWheel';

/** The wheel that TensorFlow's library is taken from, and what is taken. Checked before use, byte by byte. */
export const WHEEL = {
  ...TENSORFLOW_WHEEL,
  libraries: {
    'libtensorflow_cc.so.2': '6505a4b9657e62100c6bdacb683957a395cb047725042945aaa50e40a71e429e',
    'libtensorflow_framework.so.2': 'f060b323b26ef80add21b9df9428de3aeaf2843d772c5bb098745f7abff3709b',
  },
  /** What the addon's two source files include, below `tensorflow/include/`. */
  headers: [
    'tensorflow/c/c_api.h',
    'tensorflow/c/c_api_macros.h',
    'tensorflow/c/eager/c_api.h',
    'tensorflow/c/tf_attrtype.h',
    'tensorflow/c/tf_buffer.h',
    'tensorflow/c/tf_datatype.h',
    'tensorflow/c/tf_status.h',
    'tensorflow/c/tf_tensor.h',
    'tensorflow/c/tf_tstring.h',
    'tensorflow/core/platform/ctstring.h',
    'tensorflow/core/platform/ctstring_internal.h',
    'tsl/platform/ctstring.h',
    'tsl/platform/ctstring_internal.h',
    'xla/tsl/c/tsl_status.h',
  ],
  notices: ['tensorflow/include/LICENSE', 'tensorflow/THIRD_PARTY_NOTICES.txt'],
} as const;

/** The oldest GNU C library that the wheel runs with. */
export const OLDEST_GLIBC = [2, 27] as const;

/** Wheel, unpacked libraries and the rest, while both lie on the disk. */
export const BYTES_NEEDED = 1_250_000_000;
