import { z } from "zod";
import type { Observed } from "../../core/resource";
import { type Scaled, scaledSchema } from "../scaling-policies";
import { ownTags } from "./reads";

/** What a SageMaker endpoint is, in a form that survives JSON. */

const text = z.string().nullable();
const json = z.record(z.string(), z.json());
export type Json = z.infer<typeof json>;

const variantSchema = z.strictObject({
  name: z.string(),
  /** Null: serverless, or instance pools. */
  instanceType: text,
  /** Of the endpoint configuration: what a new endpoint begins with. */
  initialCount: z.int().nullable(),
  initialWeight: z.number().nullable(),
  volumeGb: z.int().nullable(),
  isServerless: z.boolean(),
  initialProvisioned: z.int().nullable(),
  initialConcurrency: z.int().nullable().default(null),
  /** Of the endpoint as it is; null while it is being made. */
  count: z.int().nullable(),
  weight: z.number().nullable(),
  provisioned: z.int().nullable(),
  /** The most calls at once of a serverless variant; null: it has machines, or nobody has read it yet. */
  concurrency: z.int().nullable().default(null),
  /** What the images were resolved to: digests. */
  images: z.array(z.string()),
});
export type Variant = z.infer<typeof variantSchema>;

export const endpointDetail = z.strictObject({
  status: z.string(),
  failure: text,
  configName: text,
  /** All that DescribeEndpointConfig says, without when it was made; null when somebody deleted it. */
  config: json.nullable(),
  missingModels: z.array(z.string()),
  variants: z.array(variantSchema),
  deployment: json.nullable(),
  capture: json.nullable(),
  async: json.nullable(),
  explainer: json.nullable(),
  metrics: json.nullable(),
  /** What a new endpoint would not have, or what works on it now. */
  shadowVariants: z.array(z.string()),
  components: z.array(z.string()),
  pools: z.array(z.string()),
  selfScaled: z.array(z.string()),
  schedules: z.array(z.string()),
  isDeploying: z.boolean(),
  scaling: z.array(scaledSchema),
});
export type EndpointDetail = z.infer<typeof endpointDetail>;
export type Seen = Observed<EndpointDetail>;

/** All that a new endpoint must have as the old one had it. Names of variants are its keys, so a difference names them. */
const configurationSchema = z.strictObject({
  arn: z.string(),
  configName: z.string(),
  config: json,
  tags: z.record(z.string(), z.string()),
  deployment: json.nullable(),
  capture: json.nullable(),
  async: json.nullable(),
  explainer: json.nullable(),
  metrics: json.nullable(),
  variants: z.record(
    z.string(),
    z.strictObject({
      count: z.int().nullable(),
      weight: z.number().nullable(),
      provisioned: z.int().nullable(),
      images: z.array(z.string()),
    }),
  ),
});
export type Configuration = z.infer<typeof configurationSchema>;

export const endpointSaved = z.strictObject({
  configuration: configurationSchema,
  /** What each variant begins with when it is made again: its weight and count are set only where they differ. */
  initial: z.record(z.string(), z.strictObject({ count: z.int().nullable(), weight: z.number().nullable() })),
  scaling: z.array(scaledSchema),
});
export type EndpointSaved = Omit<z.infer<typeof endpointSaved>, "scaling"> & { scaling: Scaled[] };

/** Variants as its configuration has them. */
export function variantsIn(
  config: Json | null,
  list: "ProductionVariants" | "ShadowProductionVariants",
): readonly Json[] {
  const parsed = z.array(json).safeParse(config?.[list]);
  return parsed.success ? parsed.data : [];
}

/** The key of its machines' disks. */
export function keyOf({ config }: EndpointDetail): string | null {
  return typeof config?.KmsKeyId === "string" ? config.KmsKeyId : null;
}

/** Null where its endpoint configuration is gone. */
export function configurationOf({ arn, tags, detail }: Seen): Configuration | null {
  const { configName, config, deployment, capture, async, explainer, metrics } = detail;
  if (configName === null || config === null) return null;
  const variants = detail.variants.map(({ name, count, weight, provisioned, images }) => {
    return [name, { count, weight, provisioned, images }] as const;
  });
  return {
    arn,
    configName,
    config,
    tags: ownTags(tags),
    deployment,
    capture,
    async,
    explainer,
    metrics,
    variants: Object.fromEntries(variants),
  };
}

export function initialOf({ detail }: Seen): EndpointSaved["initial"] {
  return Object.fromEntries(
    detail.variants.map(({ name, initialCount, initialWeight }) => {
      return [name, { count: initialCount, weight: initialWeight }] as const;
    }),
  );
}
