import { describe, expect, test } from "vitest";
import { adapterFor } from "../adapters/registry";
import { toDecimal } from "../core/money";
import { estimate } from "../costs/estimate";
import { stretchesOf } from "../costs/ledger";
import { savingsOf } from "../costs/savings";

/** What the older systems' handbooks worked out by hand, from the kind's own price lines to the ledger's figure. */

const noon = new Date("2026-11-20T12:00:00Z");
const dayLater = new Date("2026-11-21T12:00:00Z");

/** What a day of its pause saves in us-east-1, as the ledger counts it. */
function aDay(kind: string, detail: unknown): string | null {
  const adapter = adapterFor(kind);
  const named = { nativeId: "one", arn: "arn:one", name: "one", type: "", tags: {} };
  const { running, paused } = estimate("us-east-1", adapter.price({ ...named, detail: adapter.detail.parse(detail) }));
  const hourly = running === null || paused === null ? null : running - paused;
  const pause = { begunAt: noon, verifiedAt: noon, hourly };
  const stretches = stretchesOf({ pauses: [pause], resumes: [], awake: [], looks: [], gone: [], over: null });
  const { net, unpriced } = savingsOf(stretches, noon, dayLater, dayLater);
  return unpriced > 0 ? null : toDecimal(net);
}

/** One machine, as an endpoint of one variant has it. */
const variant = {
  name: "main",
  instanceType: "ml.m5.large",
  initialCount: 1,
  initialWeight: 1,
  volumeGb: null,
  isServerless: false,
  initialProvisioned: null,
  count: 1,
  weight: 1,
  provisioned: null,
  images: [],
};

const endpoint = {
  status: "InService",
  failure: null,
  configName: "one",
  config: null,
  missingModels: [],
  variants: [variant],
  deployment: null,
  capture: null,
  async: null,
  explainer: null,
  metrics: null,
  shadowVariants: [],
  components: [],
  pools: [],
  selfScaled: [],
  schedules: [],
  isDeploying: false,
  scaling: [],
};

const alarm = {
  form: "metric",
  actionsEnabled: true,
  value: "OK",
  description: "",
  actions: ["arn:aws:sns:us-east-1:111122223333:pager"],
  namespaces: ["AWS/EC2"],
  metricNames: ["CPUUtilization"],
  metrics: 1,
  highResolution: false,
  anomaly: false,
  rule: null,
};

function stream(shards: number) {
  const configuration = {
    createdAt: null,
    mode: "PROVISIONED",
    shards,
    ranges: "even",
    retentionHours: 24,
    encryption: { type: "NONE", keyId: null },
    shardMetrics: [],
    consumers: [],
    maxRecordKiB: null,
  };
  return { status: "ACTIVE", consumerCount: 0, configuration };
}

describe("a day of pause in us-east-1", () => {
  test("of two shards, of which one stays, saves $0.36", () => {
    expect(aDay("kinesis.stream", stream(2))).toBe("0.360000");
  });

  test("of one ml.m5.large endpoint saves $2.76", () => {
    expect(aDay("sagemaker.endpoint", endpoint)).toBe("2.760000");
  });

  test("of an alarm whose actions are off saves nothing: it goes on billing", () => {
    expect(aDay("cloudwatch.alarm", alarm)).toBe("0.000000");
  });

  test("of an endpoint with storage, whose price is not known, is not known", () => {
    expect(aDay("sagemaker.endpoint", { ...endpoint, variants: [{ ...variant, volumeGb: 30 }] })).toBeNull();
  });
});
