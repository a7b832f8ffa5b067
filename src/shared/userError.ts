/** A place in the user's data: a file, and in it the line (from 1, a header being line 1) and the column (from 1). */
export interface Place {
  file?: string;
  row?: number;
  column?: number;
}

/**
 * An error that a person can act on: what is wrong, where, and what to do next. Everything else that is thrown is a
 * bug of ours. Its message is one line, `file:row:column: what is wrong; what to do`, without the parts that do not
 * apply.
 */
export class UserError extends Error {
  override readonly name = 'UserError';

  constructor(
    readonly problem: string,
    readonly remedy: string,
    readonly place: Place = {},
  ) {
    const where = [place.file, place.row, place.column].filter((part) => part !== undefined).join(':');
    super(oneLine(`${where && `${where}: `}${problem}${remedy && `; ${remedy}`}`));
  }
}

/** Text from data or file names may hold line breaks, control characters and changes of direction. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ');
}
