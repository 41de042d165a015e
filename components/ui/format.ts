/**
 * Every figure, time and duration a person reads is written here. The language is fixed to English, so that the server
 * and the browser write the same characters; the time zone is an argument, because only the browser knows it.
 */

const locale = "en-GB";

/** An exact amount: a decimal string, and the currency it is in. */
export interface Amount {
  readonly amount: string;
  readonly currency: string;
}

export type Per = "h" | "hour" | "day" | "month";

const perWords: Readonly<Record<Per, string>> = { h: "/h", hour: " an hour", day: " a day", month: " a month" };

export interface MoneyParts {
  /** `$7,290` */
  readonly whole: string;
  /** `.68`, or empty when no digits are asked for. */
  readonly cents: string;
  /** `/h`, ` an hour`, or empty. */
  readonly per: string;
}

/**
 * An amount in parts, so that the cents can be smaller. `digits` defaults to 2. An amount that is not zero never reads
 * as zero: half a tenth of a cent is `<$0.01`.
 */
export function moneyParts(value: Amount, options: { digits?: number; per?: Per } = {}): MoneyParts {
  const digits = options.digits ?? 2;
  const per = options.per ? perWords[options.per] : "";
  const amount = Number(value.amount);
  const least = 10 ** -digits;
  const tiny = amount !== 0 && Math.abs(amount) < least / 2;
  const shown = tiny ? least : Math.abs(amount);
  const sign = amount < 0 && !tiny ? "-" : "";
  const text = new Intl.NumberFormat("en-US", {
    style: "currency",
    currency: value.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(shown);
  const dot = text.indexOf(".");
  return {
    whole: `${tiny ? "<" : sign}${dot < 0 ? text : text.slice(0, dot)}`,
    cents: dot < 0 ? "" : text.slice(dot),
    per,
  };
}

/** `$17.47 an hour`, `$0.041/h`; `no price` when there is none. */
export function formatMoney(value: Amount | null, options: { digits?: number; per?: Per } = {}): string {
  if (value === null) return "no price";
  const parts = moneyParts(value, options);
  return `${parts.whole}${parts.cents}${parts.per}`;
}

/** True when the amount is exactly nothing. */
export function isZero(value: Amount): boolean {
  return Number(value.amount) === 0;
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat("en-US").format(value);
}

/** `1 resource`, `39 resources`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** How long, in the two largest units: `45 s`, `13 min`, `3 min 52 s`, `2 h 5 min`, `4 d 1 h`. Takes seconds. */
export function formatDuration(seconds: number): string {
  const total = Math.max(0, Math.round(seconds));
  const units: readonly (readonly [number, string])[] = [
    [Math.floor(total / 86_400), "d"],
    [Math.floor(total / 3600) % 24, "h"],
    [Math.floor(total / 60) % 60, "min"],
    [total % 60, "s"],
  ];
  const first = units.findIndex(([count]) => count > 0);
  if (first < 0) return "0 s";
  return units
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

/** A plan's estimate, rounded to what can be known: `about 20 s`, `about 13 min`. Takes seconds. */
export function formatAbout(seconds: number): string {
  if (seconds < 60) return `about ${formatDuration(Math.max(5, Math.ceil(seconds / 5) * 5))}`;
  return `about ${formatDuration(Math.ceil(seconds / 60) * 60)}`;
}

export type TimeForm = "clock" | "day" | "date" | "full";

const timeForms: Readonly<Record<TimeForm, Intl.DateTimeFormatOptions>> = {
  clock: { hour: "2-digit", minute: "2-digit" },
  day: { weekday: "short", hour: "2-digit", minute: "2-digit" },
  date: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  full: {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  },
};

/** `19:12` · `Tue, 20:04` · `Tue 24 Nov, 20:04` · `24 Nov 2026, 20:04:11 CET`, in the zone that is given. */
export function formatTime(at: string, options: { zone: string; form?: TimeForm }): string {
  const form = timeForms[options.form ?? "clock"];
  const text = new Intl.DateTimeFormat(locale, { ...form, hourCycle: "h23", timeZone: options.zone }).format(
    new Date(at),
  );
  if (options.form === "day") return text.replace(/^(\w+),? /, "$1, ");
  if (options.form === "date") return text.replace(/^(\w+), /, "$1 ").replace(" at ", ", ");
  return text.replace(" at ", ", ");
}

/** `20 Nov 2026`, of a calendar day such as `2026-11-20`. */
export function formatDate(day: string): string {
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(
    new Date(day),
  );
}

/** `Friday, 19:12 in Berlin`; zones without a city keep their name. */
export function formatPlaceAndTime(at: string, zone: string): string {
  const text = new Intl.DateTimeFormat(locale, {
    weekday: "long",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).format(new Date(at));
  const day = text.replace(/^(\w+),? (at )?/, "$1, ");
  const city = zone.split("/").at(-1)?.replaceAll("_", " ");
  return zone.includes("/") && city ? `${day} in ${city}` : `${day} ${zone}`;
}

/** `now`, `4 min ago`, `in 2 d`, against the moment that is given. */
export function formatRelative(at: string, now: string): string {
  const seconds = (Date.parse(at) - Date.parse(now)) / 1000;
  if (Math.abs(seconds) < 10) return "now";
  const [words = ""] = /^\d+ \w+/.exec(formatDuration(Math.abs(seconds))) ?? [];
  return seconds > 0 ? `in ${words}` : `${words} ago`;
}
