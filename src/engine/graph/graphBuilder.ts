import { float, integer, message, nested } from './protobuf';

/** An output of a node: its name, and `:1` and so on for those after the first. */
export type Output = string;

/** TensorFlow's numbers for types of elements (`types.proto`). */
export const DT = { float: 1, int32: 3, int16: 5, bool: 10, uint32: 22 } as const;

/** The value of an operation's attribute; which kind it is, TensorFlow's list of operations says. */
export type Attribute =
  | { int: number }
  | { ints: readonly number[] }
  | { float: number }
  | { bool: boolean }
  | { text: string }
  | { type: number }
  /** -1: any length. */
  | { shape: readonly number[] }
  | { tensor: { type: number; shape: readonly number[]; content: Uint8Array } };

export type Attributes = Readonly<Record<string, Attribute>>;

export interface GraphNode {
  name: string;
  operation: string;
  inputs: readonly Output[];
  attributes: Attributes;
}

/** Gathers the nodes of a TensorFlow graph. */
export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  private readonly constants = new Map<string, Output>();

  /**
   * Adds a node.
   * @param name of the node, if it is to be asked for; else one is made up
   * @param after nodes that must have run before, whose outputs it does not take
   */
  add(
    operation: string,
    inputs: readonly Output[],
    attributes: Attributes = {},
    { name, after = [] }: { name?: string; after?: readonly Output[] } = {},
  ): Output {
    const own = name ?? `${operation}_${this.nodes.length}`;
    const controls = after.map((node) => `^${node.split(':')[0]}`);
    this.nodes.push({ name: own, operation, inputs: [...inputs, ...controls], attributes });
    return own;
  }

  /** The same number, or list of numbers, is one node. */
  constant(values: number | readonly number[], type: 'float' | 'int32' | 'int16' = 'float'): Output {
    const key = JSON.stringify([values, type]);
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const list = typeof values === 'number' ? [values] : values;
    const array = { float: Float32Array, int32: Int32Array, int16: Int16Array }[type].from(list);
    const content = new Uint8Array(array.buffer);
    const shape = typeof values === 'number' ? [] : [values.length];
    const output = this.add('Const', [], {
      dtype: { type: DT[type] },
      value: { tensor: { type: DT[type], shape, content } },
    });
    this.constants.set(key, output);
    return output;
  }

  /** The graph as a file that `TF_LoadSessionFromSavedModel` reads (`saved_model.proto`), under the tag `serve`. */
  toSavedModel(): Uint8Array {
    const graph = message(
      ...this.nodes.map((node) => nested(1, encodeNode(node))),
      nested(4, message(integer(1, PRODUCER))),
    );
    const metaGraph = message(nested(1, message(nested(4, 'serve'))), nested(2, graph));
    return message(integer(1, 1), nested(2, metaGraph));
  }
}

/** The version of the graph format that this follows; TensorFlow 2.9 and later read it. */
const PRODUCER = 1087;

function encodeNode({ name, operation, inputs, attributes }: GraphNode): Uint8Array {
  return message(
    nested(1, name),
    nested(2, operation),
    ...inputs.map((input) => nested(3, input)),
    ...Object.entries(attributes).map(([key, value]) =>
      nested(5, message(nested(1, key), nested(2, encodeAttribute(value)))),
    ),
  );
}

function encodeAttribute(value: Attribute): Uint8Array {
  if ('int' in value) return integer(3, value.int);
  if ('ints' in value) return nested(1, message(...value.ints.map((one) => integer(3, one))));
  if ('float' in value) return float(4, value.float);
  if ('bool' in value) return integer(5, Number(value.bool));
  if ('text' in value) return nested(2, value.text);
  if ('type' in value) return integer(6, value.type);
  if ('shape' in value) return nested(7, encodeShape(value.shape));
  const { type, shape, content } = value.tensor;
  return nested(8, message(integer(1, type), nested(2, encodeShape(shape)), nested(4, content)));
}

function encodeShape(shape: readonly number[]): Uint8Array {
  return message(...shape.map((size) => nested(2, message(integer(1, size)))));
}
