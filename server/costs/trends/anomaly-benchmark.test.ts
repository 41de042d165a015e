import { describe, expect, test } from "vitest";
import { findAnomalies } from "./anomalies";
import {
  addScores,
  drawServices,
  type Found,
  type LabelledService,
  plainZScore,
  type ServiceKind,
  scoreOf,
  serviceKinds,
} from "./anomaly-benchmark";
import { defaultAnomalyOptions } from "./anomaly-days";

/** The options were chosen on other seeds (7,000,000 and up) than those that are scored here. */
const services = drawServices(20_261_121, 24);
const kinds = Object.keys(serviceKinds) as ServiceKind[];

const { floor, floorShare } = defaultAnomalyOptions;
const detectors = {
  own: ownReports,
  "z-score": (service: LabelledService) => plainZScore(service),
  "z-score with our floors": (service: LabelledService) => plainZScore(service, { share: floorShare, least: floor }),
};
type Detector = keyof typeof detectors;

function ownReports({ days, realised }: LabelledService): readonly Found[] {
  const { anomalies } = findAnomalies({ accountId: "a", service: "s", days, realised }, "2026-02-15");
  return anomalies.map(({ firstDay, lastDay, direction }) => ({ first: firstDay, last: lastDay, direction }));
}

const percent = (share: number) => `${(share * 100).toFixed(1).padStart(5)} %`;
const none = "      –";

describe(`anomalies in ${services.length} labelled series`, () => {
  const scored = (Object.keys(detectors) as Detector[]).flatMap((detector) =>
    services.map((service) => ({
      detector,
      kind: service.kind,
      score: scoreOf(service.labels, detectors[detector](service)),
    })),
  );
  const of = (detector: Detector, kind?: ServiceKind) =>
    addScores(
      scored
        .filter((entry) => entry.detector === detector && (kind === undefined || entry.kind === kind))
        .map(({ score }) => score),
    );

  test("prints recall and precision beside a plain z-score", () => {
    const text = (detector: Detector, kind?: ServiceKind) => {
      const { labels, recall, reports, precision, falseReports } = of(detector, kind);
      const [found, right] = [labels === 0 ? none : percent(recall), reports === 0 ? none : percent(precision)];
      return `${detector}: recall ${found}, precision ${right}, false ${String(falseReports).padStart(3)}`;
    };
    const line = (kind?: ServiceKind) =>
      `${(kind ?? "all").padEnd(12)} ${(Object.keys(detectors) as Detector[]).map((name) => text(name, kind)).join(" · ")}`;
    process.stdout.write(`${[...kinds.map(line), line()].join("\n")}\n`);
    expect(of("own").labels).toBeGreaterThan(200);
  });

  test("finds 97 of 100, and nine of ten reports are right", () => {
    expect(of("own").recall).toBeGreaterThanOrEqual(0.97);
    expect(of("own").precision).toBeGreaterThanOrEqual(0.9);
    for (const kind of kinds) expect(of("own", kind).recall, kind).toBeGreaterThanOrEqual(0.9);
  });

  test("finds more than a plain z-score with a fifth of its false reports", () => {
    expect(of("own").recall).toBeGreaterThan(of("z-score").recall);
    expect(of("own").falseReports * 5).toBeLessThan(of("z-score").falseReports);
  });

  test("is better than a z-score that has the same floors, too", () => {
    expect(of("own").recall).toBeGreaterThan(of("z-score with our floors").recall);
    expect(of("own").falseReports * 2).toBeLessThan(of("z-score with our floors").falseReports);
  });

  test("reports spikes, jumps and new services on their first day", () => {
    for (const kind of ["spike", "weekendSpike", "shift", "new", "gaps"] as const) {
      expect(of("own", kind).atOnce, kind).toBeGreaterThanOrEqual(0.9);
    }
  });

  test("says next to nothing where nothing happens, and of what Standby paused", () => {
    for (const kind of ["quiet", "growing", "weekend", "holidays", "paused"] as const) {
      expect(of("own", kind).falseReports, kind).toBeLessThanOrEqual(6);
    }
  });
});
