import { maxIds } from "@/components/plan/requests";
import type { WireWeeklyHours } from "@/server/contract/what-if";
import type { Scope } from "@/server/core/filter";
import { dayWords, type Hours, isZone, type OnHours, scheduleOf, type Weekday } from "./hours";

/** The question of the savings page as it stands in its address, so that a link asks the same of whoever opens it. Pure. */

export interface Asked {
  /** Resources; none is all of them. */
  readonly ids: readonly string[];
  /** Its id or name. */
  readonly group: string | null;
  /** Null: the ones that the form begins with. */
  readonly hours: Hours | null;
}

/** `asked` is null where the address asks nothing, or what cannot be read: `wrong` says what, a sentence each. */
export interface Read {
  readonly asked: Asked | null;
  readonly wrong: readonly string[];
}

const names = ["id", "group", "zone", "on"] as const;
const hoursAtMost = 50;
/** Off throughout: hours are needed to say that there are none. */
const never = "never";

export function readAsked(params: URLSearchParams): Read {
  if (!names.some((name) => params.has(name))) return { asked: null, wrong: [] };
  const ids = params.getAll("id");
  const on = params.getAll("on");
  const zone = params.get("zone");
  const read = on.map(readHours);
  const wrong = [
    ...(ids.some((id) => id === "" || id.length > 2048) ? ["A resource in it has no id, or too long a one."] : []),
    ...(ids.length > maxIds ? [`It names ${ids.length} resources; at most ${maxIds} can be asked at once.`] : []),
    ...(params.get("group") === "" ? ["The group in it has no name."] : []),
    ...on.flatMap((text, at) => (read[at] === null ? [wrongHours(text)] : [])),
    ...(on.length > hoursAtMost ? [`It has ${on.length} hours; at most ${hoursAtMost} can be asked at once.`] : []),
    ...(on.length > 1 && on.includes(never) ? [`Hours and “${never}” cannot both be.`] : []),
    ...(on.length > 0 && zone === null ? ["Its hours have no time zone, such as zone=Europe/Berlin."] : []),
    ...(zone !== null && !isZone(zone) ? [`“${short(zone)}” is not a time zone such as Europe/Berlin.`] : []),
    ...(zone !== null && on.length === 0 ? ["It has a time zone and no hours."] : []),
  ];
  if (wrong.length > 0) return { asked: null, wrong };
  const hours = zone === null ? null : { timezone: zone, on: read.flatMap((one) => one ?? []).flat() };
  return { asked: { ids, group: params.get("group"), hours }, wrong };
}

/** The address of a question; what is of others (the account) stays. Hours that cannot be asked yet are left out. */
export function writeAsked({ ids, group, hours }: Asked, params: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const name of names) next.delete(name);
  for (const id of ids) next.append("id", id);
  if (group !== null) next.set("group", group);
  if (hours !== null) {
    const { timezone, on } = scheduleOf(hours);
    next.set("zone", timezone);
    for (const one of on) next.append("on", `${one.days.join(",")} ${one.from}-${one.to}`);
    if (on.length === 0) next.set("on", never);
  }
  return next;
}

/** Of what is advised to be scheduled: its resource and its hours, filled in and asked. */
export function whatIfHref(resourceId: string, schedule: WireWeeklyHours, account: string | null): string {
  const params = new URLSearchParams(account === null ? {} : { account });
  return `/savings?${writeAsked({ ids: [resourceId], group: null, hours: schedule }, params)}#what-if`;
}

export function scopeOf({ ids, group }: Asked, account: string | null): Scope {
  return {
    ...(ids.length === 0 ? {} : { ids: [...ids] }),
    ...(group === null ? {} : { groups: [group] }),
    ...(account === null ? {} : { accounts: [account] }),
  };
}

const time = "(?:[01]\\d|2[0-3]):[0-5]\\d";
const pattern = new RegExp(`^([a-z]{3}(?:,[a-z]{3}){0,6}) (${time})-(${time}|24:00)$`);

/** `mon,tue 08:00-19:00`; an empty list for none. Midnight is 00:00 here: a time field has no 24:00. */
function readHours(text: string): readonly OnHours[] | null {
  if (text === never) return [];
  const [, list = "", from = "", to = ""] = pattern.exec(text) ?? [];
  const days = list.split(",").filter(isWeekday);
  if (days.length === 0 || days.length !== new Set(list.split(",")).size) return null;
  return days.length === list.split(",").length ? [{ days, from, to: to === "24:00" ? "00:00" : to }] : null;
}

function isWeekday(text: string): text is Weekday {
  return dayWords.some(([day]) => day === text);
}

function wrongHours(text: string): string {
  return `“${short(text)}” are no hours such as mon,tue 08:00-19:00, nor “${never}”.`;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
