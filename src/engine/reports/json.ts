/**
 * JSON for people: indented by two, but a list of numbers on one line, and a line break at the end. Not a number and
 * infinities become null, as JSON has it.
 */
export function formatJson(value: unknown): string {
  const indented = JSON.stringify(value, null, 2);
  // A line break never stands inside a JSON string, so this cannot touch text.
  const compact = indented.replace(/\[\n[\s\d.,eE+-]+\n\s*\]/g, (list) =>
    list.replace(/\s+/g, ' ').replace(/^\[ | \]$/g, (edge) => edge.trim()),
  );
  return compact + '\n';
}
