import { UserError, type Place } from './userError';

/** An error as plain data: structured clone drops an error's own fields, and JSON drops all of it. */
export interface ErrorDescription {
  name: string;
  message: string;
  stack?: string;
  /** Of a UserError. */
  user?: { problem: string; remedy: string; place: Place };
}

/** Writes out whatever was thrown. */
export function describeError(thrown: unknown): ErrorDescription {
  if (!(thrown instanceof Error)) return { name: 'Error', message: `thrown: ${String(thrown)}` };
  const { name, message, stack } = thrown;
  if (!(thrown instanceof UserError)) return { name, message, stack };
  const { problem, remedy, place } = thrown;
  return { name, message, stack, user: { problem, remedy, place } };
}

/** The error again, with its name and the stack of where it was thrown; a UserError is one again. */
export function reviveError({ name, message, stack, user }: ErrorDescription): Error {
  const error = user ? new UserError(user.problem, user.remedy, user.place) : new Error(message);
  if (!user) Object.defineProperty(error, 'name', { value: name });
  if (stack !== undefined) error.stack = stack;
  return error;
}
