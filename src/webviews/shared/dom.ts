/** What an element is made with: properties of the element, and attributes under `attributes`. */
export type Properties<E> = Partial<Omit<E, 'style' | 'attributes' | 'children'>> & {
  attributes?: Record<string, string | number | boolean>;
};

/** Makes an element. Text becomes text, never markup. `true` = an attribute without value, `false` = none. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { attributes = {}, ...properties }: Properties<HTMLElementTagNameMap[Tag]> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = Object.assign(document.createElement(tag), properties);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

export function setAttributes(target: Element, attributes: Record<string, string | number | boolean>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false) target.removeAttribute(name);
    else target.setAttribute(name, value === true ? '' : String(value));
  }
}

/** A codicon that says nothing to a screen reader. @param name `play` */
export function icon(name: string): HTMLElement {
  return element('span', { className: `codicon codicon-${name}`, attributes: { 'aria-hidden': 'true' } });
}

/**
 * Where the keyboard is in this page; null while the person works elsewhere in the editor. What is drawn anew asks this
 * before it takes the keyboard back: else it would take it out of a question or a file.
 */
export function keyboardPlace(): Element | null {
  return document.hasFocus() ? document.activeElement : null;
}
