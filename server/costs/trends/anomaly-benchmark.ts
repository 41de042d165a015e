import type { Random } from "../../core/ports";
import type { Direction } from "./anomaly-days";
import {
  between,
  type Generated,
  generate,
  type Label,
  labelOf,
  plainShape,
  type Shape,
  seededRandom,
  whole,
} from "./benchmark";
import { type Day, dayOf, numberOf, weekdayOf } from "./days";
import { mean } from "./robust";
import { seriesOf, valueAt } from "./series";

/** Test only: services whose anomalies are known, and the plain z-score that has to be beaten. */

const length = 150;
/** Anomalies are put where both detectors have learnt: the z-score needs 30 days, a charge on the first two months. */
const [earliest, latest] = [70, 125];

export const serviceKinds = {
  quiet: (_, base) => base,
  growing: (random, base) => ({ ...base, growth: between(random, 0.002, 0.006) }),
  weekend: (random, base) => ({ ...base, weekend: between(random, 0.05, 0.4) }),
  holidays: (random, base) => holidays(random, { ...base, weekend: between(random, 0.2, 0.6) }),
  monthStart: (random, base) => monthStart(base, base.level * between(random, 0.5, 4)),
  spike: (random, base) => spike(random, base),
  weekendSpike: (random, base) => weekendSpike(random, { ...base, weekend: between(random, 0.2, 0.5) }),
  shift: (random, base) => shift(random, base, between(random, 1.4, 2.5)),
  drop: (random, base) => shift(random, base, between(random, 0, 0.4)),
  ramp: (random, base) => ramp(random, base),
  new: (random, base) => newService(random, base),
  credit: (random, base) => credit(random, base),
  paused: (random, base) => paused(random, base),
  pausedSpike: (random, base) => spike(random, paused(random, base)),
  gaps: (random, base) => spike(random, base),
} satisfies Record<string, (random: Random, base: Shape) => Shape>;

export type ServiceKind = keyof typeof serviceKinds;

export interface LabelledService extends Generated {
  readonly kind: ServiceKind;
}

export function drawServices(seed: number, each: number): readonly LabelledService[] {
  return (Object.keys(serviceKinds) as ServiceKind[]).flatMap((kind, at) =>
    Array.from({ length: each }, (_, index) => {
      const random = seededRandom(seed + at * 1000 + index);
      const generated = generate(random, serviceKinds[kind](random, baseOf(random)));
      return { kind, ...(kind === "gaps" ? withGaps(random, generated) : generated) };
    }),
  );
}

function baseOf(random: Random): Shape {
  return {
    ...plainShape,
    length,
    level: 10 ** between(random, 1.5, 3.5),
    weekend: between(random, 0.6, 1),
    growth: between(random, -0.0005, 0.0015),
    noise: between(random, 0.02, 0.09),
  };
}

/** One to three days, 40 to 300 % above what they would have cost. */
function spike(random: Random, base: Shape): Shape {
  const from = whole(random, earliest, latest);
  const through = from + whole(random, 0, 2);
  const size = 1 + between(random, 0.4, 3);
  return {
    ...base,
    factor: (index) => (index >= from && index <= through ? size : 1),
    labels: [...base.labels, labelOf(base, from, through, "up")],
  };
}

/** What was left on over a weekend: more than the weekend costs, no more than any working day. */
function weekendSpike(random: Random, base: Shape): Shape {
  const start = numberOf(base.first);
  const near = whole(random, earliest, latest - 7);
  const saturday = near + ((6 - weekdayOf(start + near) + 7) % 7);
  const size = between(random, 1.6, 1 / base.weekend);
  return {
    ...base,
    factor: (index) => (index === saturday || index === saturday + 1 ? size : 1),
    labels: [labelOf(base, saturday, saturday + 1, "up")],
  };
}

function shift(random: Random, base: Shape, size: number): Shape {
  const from = whole(random, earliest, latest);
  const label = labelOf(base, from, from + 13, size > 1 ? "up" : "down");
  return { ...base, factor: (index) => (index < from ? 1 : size), labels: [label] };
}

/** A leak: 60 to 200 % more within two to four weeks, and then it stays. */
function ramp(random: Random, base: Shape): Shape {
  const from = whole(random, earliest, latest - 20);
  const [days, size] = [whole(random, 14, 28), between(random, 0.6, 2)];
  return {
    ...base,
    factor: (index) => 1 + size * Math.min(1, Math.max(0, (index - from) / days)),
    labels: [labelOf(base, from, from + days + 14, "up")],
  };
}

function newService(random: Random, base: Shape): Shape {
  const from = whole(random, earliest, latest);
  return { ...base, factor: (index) => (index < from ? 0 : 1), labels: [labelOf(base, from, from + 13, "up")] };
}

/** AWS gives something back on one day. It is less than usual, so a note is right; the days after it are usual. */
function credit(random: Random, base: Shape): Shape {
  const at = whole(random, earliest, latest);
  const amount = base.level * between(random, 0.7, 3);
  return { ...base, extra: (index) => (index === at ? -amount : 0), labels: [labelOf(base, at, at, "down")] };
}

/** One to four working days as quiet as a weekend, twice. Nobody wants to hear of them. */
function holidays(random: Random, base: Shape): Shape {
  const start = numberOf(base.first);
  const starts = [whole(random, earliest, 90), whole(random, 105, latest)];
  const days = new Set(starts.flatMap((from) => Array.from({ length: whole(random, 1, 4) }, (_, at) => from + at)));
  const isWeekend = (index: number) => [0, 6].includes(weekdayOf(start + index));
  return { ...base, factor: (index) => (days.has(index) && !isWeekend(index) ? base.weekend : 1) };
}

/** The first two cannot be known, nor may they be missed: either answer is right. */
function monthStart(base: Shape, amount: number): Shape {
  const firsts = Array.from({ length }, (_, index) => index).filter((index) =>
    dayOf(numberOf(base.first) + index).endsWith("-01"),
  );
  return { ...base, monthStart: amount, labels: firsts.slice(0, 2).map((at) => labelOf(base, at, at, "up", true)) };
}

/** A plan by Standby from some day on: weekends, or from then on for good; what it says it saved is 10 % off. */
function paused(random: Random, base: Shape): Shape {
  const start = numberOf(base.first);
  const [from, share] = [whole(random, earliest, latest), between(random, 0.3, 0.9)];
  const weekends = random() < 0.6;
  const until = random() < 0.5 ? from + whole(random, 7, 25) : length;
  return {
    ...base,
    listOverPaid: between(random, 0.9, 1.1),
    paused: (index) => {
      const isOn = index >= from && index < until;
      return isOn && (!weekends || [0, 6].includes(weekdayOf(start + index))) ? share : 0;
    },
  };
}

/** A tenth of the days was never read. Not those with a label: what nobody read nobody can find. */
function withGaps(random: Random, generated: Generated): Generated {
  const labelled = (day: Day) => generated.labels.some(({ first, last }) => first <= day && day <= last);
  return { ...generated, days: generated.days.filter(({ day }) => random() > 0.1 || labelled(day)) };
}

/** A report of a detector. */
export interface Found {
  readonly first: Day;
  readonly last: Day;
  readonly direction: Direction;
}

/** Beyond three deviations of the last 30 days; neighbours within a week are one, as with the own detector. */
export function plainZScore(generated: Generated, floors = { share: 0, least: 0 }): readonly Found[] {
  const series = seriesOf(generated.days);
  const found: { first: Day; last: Day; direction: Direction }[] = [];
  generated.days.forEach(({ day, cost }) => {
    const number = numberOf(day);
    const before = Array.from({ length: 30 }, (_, at) => valueAt(series, number - 1 - at)).filter((v) => v !== null);
    if (before.length < 20) return;
    const centre = mean(before);
    const deviation = Math.sqrt(mean(before.map((value) => (value - centre) ** 2)));
    if (Math.abs(cost - centre) <= Math.max(3 * deviation, floors.share * centre, floors.least)) return;
    const direction = cost > centre ? "up" : "down";
    const last = found.findLast((entry) => entry.direction === direction);
    if (last && number - numberOf(last.last) <= 7) last.last = day;
    else found.push({ first: day, last: day, direction });
  });
  return found;
}

export interface Score {
  readonly labels: number;
  readonly hits: number;
  readonly reports: number;
  readonly falseReports: number;
  /** Labels reported on their first day. */
  readonly atOnce: number;
}

export function scoreOf(labels: readonly Label[], reports: readonly Found[]): Score {
  const wanted = labels.filter(({ tolerated }) => !tolerated);
  const meets = (label: Label, report: Found) =>
    report.direction === label.direction && report.first <= label.last && report.last >= label.first;
  return {
    labels: wanted.length,
    hits: wanted.filter((label) => reports.some((report) => meets(label, report))).length,
    reports: reports.length,
    falseReports: reports.filter((report) => !labels.some((label) => meets(label, report))).length,
    atOnce: wanted.filter((label) => reports.some((report) => meets(label, report) && report.first <= label.first))
      .length,
  };
}

export function addScores(scores: readonly Score[]) {
  const total = (key: keyof Score) => scores.reduce((sum, score) => sum + score[key], 0);
  const [labels, hits, reports, falseReports] = [
    total("labels"),
    total("hits"),
    total("reports"),
    total("falseReports"),
  ];
  return {
    labels,
    reports,
    falseReports,
    recall: labels === 0 ? 1 : hits / labels,
    precision: reports === 0 ? 1 : (reports - falseReports) / reports,
    atOnce: labels === 0 ? 1 : total("atOnce") / labels,
  };
}
