import { describe, expect, test } from "vitest";
import { generate, seededRandom } from "./benchmark";
import { addDays, type Day, numberOf } from "./days";
import { forecastMonth } from "./forecast";
import { accountKinds, drawAll, drawPaused, monthTotal, naiveModels, seenOn } from "./forecast-benchmark";
import { mean } from "./robust";
import { forecastWithPauses } from "./schedule-aware";
import type { DayCost } from "./series";

const months = ["2026-02", "2026-04", "2026-06", "2026-08", "2026-09"];
/** Every origin sees only what Cost Explorer would have shown that morning. */
const origins = ["04", "10", "16", "23"].flatMap((day) => months.map((month) => `${month}-${day}`));

const off = (guess: number, truth: number) => Math.abs(guess - truth) / truth;
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

describe("the forecast of the month's end, backtested with a rolling origin over 42 accounts", () => {
  const scores = drawAll(seededRandom(20261121), 6).flatMap(({ kind, generated: { days } }) =>
    origins.flatMap((today) => scoresAt(days, today).map((score) => ({ kind, ...score }))),
  );
  const of = (model: string, kind?: string) =>
    scores.filter((score) => score.model === model && (kind === undefined || score.kind === kind));
  const mape = (model: string, kind?: string) => mean(of(model, kind).map(({ error }) => error));
  const coverage = (kind?: string) => mean(of("own", kind).map(({ inBand }) => (inBand ? 1 : 0)));
  const naive = Object.keys(naiveModels);

  test("prints its errors beside those of the naive models", () => {
    const line = (kind?: string) =>
      [
        `${(kind ?? "all").padEnd(10)} MAPE ${percent(mape("own", kind))}`,
        ...naive.map((model) => `${model} ${percent(mape(model, kind))}`),
        `in the 80 % band ${percent(coverage(kind))}`,
      ].join(" · ");
    process.stdout.write(`${[...accountKinds.map(line), line()].join("\n")}\n`);
  });

  test("is off by under 3.5 % over all, by under 2 % where nothing happens", () => {
    expect(mape("own")).toBeLessThan(0.035);
    for (const kind of ["steady", "weekly", "monthStart"]) expect(mape("own", kind)).toBeLessThan(0.02);
    for (const kind of accountKinds) expect(mape("own", kind)).toBeLessThan(0.08);
  });

  test("is better than each naive model on each kind of account", () => {
    for (const kind of accountKinds) {
      for (const model of naive) expect(mape("own", kind), `${kind}, ${model}`).toBeLessThan(mape(model, kind));
    }
    for (const model of naive) expect(mape("own")).toBeLessThan(mape(model) / 2);
  });

  test("four of five months end inside the band", () => {
    expect(coverage()).toBeGreaterThan(0.74);
    expect(coverage()).toBeLessThan(0.9);
    for (const kind of accountKinds) expect(coverage(kind), kind).toBeGreaterThan(0.62);
  });
});

function scoresAt(days: readonly DayCost[], today: Day) {
  const truth = monthTotal(days, today);
  const seen = seenOn(days, today);
  const { forecast } = forecastMonth({ days: seen, today });
  if (forecast === null) throw new Error("Five months are enough for a forecast.");
  const inBand = forecast.band.low <= truth && truth <= forecast.band.high;
  const naive = Object.entries(naiveModels).map(([model, guess]) => ({
    model,
    error: off(guess(seen, today), truth),
    inBand: false,
  }));
  return [{ model: "own", error: off(forecast.total, truth), inBand }, ...naive];
}

describe("the forecast with planned pauses", () => {
  const today = "2026-06-10";
  const todayIndex = numberOf(today) - numberOf("2025-09-01");
  const cases = {
    "a plan that starts today": todayIndex,
    "ten days old": todayIndex - 10,
    "half a year old": todayIndex - 180,
  };

  const scores = Object.entries(cases).map(([name, from]) => {
    const errors = Array.from({ length: 30 }, (_, index) => pausedErrors(1000 + index, from, today));
    const of = (model: "aware" | "plain" | "twice") => mean(errors.map((error) => error[model]));
    return { name, aware: of("aware"), plain: of("plain"), twice: of("twice") };
  });

  test("prints its errors beside a forecast that knows no plan and one that counts pauses twice", () => {
    const lines = scores.map(
      ({ name, aware, plain, twice }) =>
        `${name.padEnd(24)} MAPE ${percent(aware)} · without the plan ${percent(plain)} · pauses counted twice ${percent(twice)}`,
    );
    process.stdout.write(`${lines.join("\n")}\n`);
  });

  test("is off by under 4 % whether the plan is new or old", () => {
    for (const { aware, name } of scores) expect(aware, name).toBeLessThan(0.04);
  });

  test("is far better than the plain one for a new plan, and than counting an old one twice", () => {
    const [starts, , old] = scores;
    expect(starts?.aware).toBeLessThan((starts?.plain ?? 0) / 4);
    expect(old?.aware).toBeLessThan((old?.twice ?? 0) / 4);
  });
});

function pausedErrors(seed: number, from: number, today: Day) {
  const generated = generate(seededRandom(seed), drawPaused(seededRandom(seed + 1), from));
  const truth = monthTotal(generated.days, today);
  const days = seenOn(generated.days, today);
  const realised = generated.realised.filter(({ day }) => day < today);
  const ahead = generated.planned.filter(({ day }) => day >= today && day < addDays(today, 40));
  const planned = ahead.map(({ day, cost }) => ({ day, planned: cost, unpausable: 0 }));
  const aware = forecastWithPauses({ days, today, realised, planned }).forecast;
  const plain = forecastMonth({ days, today }).forecast;
  if (aware === null || plain === null) throw new Error("Nine months are enough for a forecast.");
  const inMonth = ahead.filter(({ day }) => day <= "2026-06-30").reduce((sum, { cost }) => sum + cost, 0);
  return { aware: off(aware.total, truth), plain: off(plain.total, truth), twice: off(plain.total - inMonth, truth) };
}
