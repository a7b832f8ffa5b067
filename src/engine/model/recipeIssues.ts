import * as l10n from '@vscode/l10n';
import { z } from 'zod';
import { LAYER_TYPES } from './recipeSchema';

const { joinValues, parsedType, stringifyPrimitive } = z.core.util;

/** What is wrong in a recipe: in English what zod itself says, which speaks no other language by `l10n`. */
export const describeRecipeIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return l10n.t('Invalid input: expected {0}, received {1}', issue.expected, typeOf(issue.input));
    case 'invalid_value':
      return issue.values.length === 1
        ? l10n.t('Invalid input: expected {0}', stringifyPrimitive(issue.values[0]))
        : l10n.t('Invalid option: expected one of {0}', joinValues(issue.values, '|'));
    case 'too_small':
      return describeTooSmall(issue.origin, `${issue.inclusive ? '>=' : '>'}${issue.minimum}`);
    case 'too_big':
      return describeTooBig(issue.origin, `${issue.inclusive ? '<=' : '<'}${issue.maximum}`);
    case 'unrecognized_keys':
      return issue.keys.length === 1
        ? l10n.t('Unrecognized key: {0}', joinValues(issue.keys, ', '))
        : l10n.t('Unrecognized keys: {0}', joinValues(issue.keys, ', '));
    case 'invalid_union':
      return issue.path?.at(-1) === 'type' ? l10n.t('no such layer; use one of {0}', LAYER_TYPES) : undefined;
    default:
      return undefined;
  }
};

function typeOf(value: unknown): string {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : parsedType(value);
}

/** @param bound `>=2` */
function describeTooSmall(origin: string, bound: string): string {
  if (origin === 'string') return l10n.t('Too small: expected {0} to have {1} characters', origin, bound);
  if (origin === 'array') return l10n.t('Too small: expected {0} to have {1} items', origin, bound);
  return l10n.t('Too small: expected {0} to be {1}', origin, bound);
}

/** @param bound `<=2` */
function describeTooBig(origin: string, bound: string): string {
  if (origin === 'string') return l10n.t('Too big: expected {0} to have {1} characters', origin, bound);
  if (origin === 'array') return l10n.t('Too big: expected {0} to have {1} items', origin, bound);
  return l10n.t('Too big: expected {0} to be {1}', origin, bound);
}
