// Node has WebAssembly, but its types come with TypeScript's DOM library, which the engine does not have.
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  type Module = object;
  const Module: new (bytes: Uint8Array) => Module;
  const Instance: new (module: Module, imports: { env: { memory: Memory } }) => { readonly exports: unknown };
}
