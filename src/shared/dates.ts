// Times as a person reads them, in the language of the editor and the time zone of the machine.
import { languageTag } from './language';

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const DAY = { month: 'short', day: 'numeric' } as const;

/** `Nov 22, 2026, 15:06`. @param now where it is given, a year that is still going on is left out */
export function dateTimeText(time: Date, now?: Date): string {
  const isThisYear = now?.getFullYear() === time.getFullYear();
  return time.toLocaleString(languageTag(), { ...(isThisYear ? {} : { year: 'numeric' }), ...DAY, ...CLOCK });
}

/** `15:06`, with the date where it is another day. @param now when it is read */
export function clockText(time: Date, now: Date): string {
  return time.toDateString() === now.toDateString()
    ? time.toLocaleTimeString(languageTag(), CLOCK)
    : dateTimeText(time);
}
