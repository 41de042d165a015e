import type { CostLine } from "../../core/money";
import { type EndpointDetail, type Variant, variantsIn } from "./endpoint-detail";

/** An endpoint bills its machines while it exists; a deleted one bills nothing. Pure. */
export function endpointLines({ variants, config }: EndpointDetail): CostLine[] {
  const lines = variants.flatMap((variant) => (variant.isServerless ? serverless(variant) : machines(variant)));
  return variants.length === 0 ? [unknown] : [...lines, ...shadows(config)];
}

/** Neither SageMaker nor a configuration tells what it runs on: that is not nothing. */
const unknown: CostLine = {
  label: "Hosting instances",
  note: "AWS does not tell which: its configuration was deleted",
  price: null,
  quantity: 1,
  unit: "hour",
  stopsWhenPaused: true,
};

/** A shadow variant runs on machines of its own, beside the variant whose calls it gets a copy of. */
function shadows(config: EndpointDetail["config"]): CostLine[] {
  return variantsIn(config, "ShadowProductionVariants").flatMap((shadow) => {
    const text = (value: unknown) => (typeof value === "string" ? value : null);
    const number = (value: unknown) => (typeof value === "number" ? value : null);
    const name = `${text(shadow.VariantName) ?? "shadow"} (shadow)`;
    const instanceType = text(shadow.InstanceType);
    const count = number(shadow.InitialInstanceCount);
    return machines({ name, instanceType, count, initialCount: count, volumeGb: number(shadow.VolumeSizeInGB) });
  });
}

type Machines = Pick<Variant, "name" | "instanceType" | "count" | "initialCount" | "volumeGb">;

function machines({ name, instanceType, count, initialCount, volumeGb }: Machines): CostLine[] {
  const quantity = count ?? initialCount ?? 0;
  const hours: CostLine = {
    label: "Hosting instances",
    note: `${name}: ${quantity} × ${instanceType ?? "instances of a type that its configuration does not tell"}`,
    price: instanceType ? { table: "sagemaker.instance", key: instanceType } : null,
    quantity,
    unit: "hour",
    stopsWhenPaused: true,
  };
  if (volumeGb === null) return [hours];
  const note = `${name}: ${quantity} × ${volumeGb} GB: the price of hosting storage is not in the catalogue`;
  const disk: CostLine = {
    label: "Hosting storage",
    note,
    price: null,
    quantity: quantity * volumeGb,
    unit: "month",
    stopsWhenPaused: true,
  };
  return [hours, disk];
}

/** A serverless variant bills by request; only what is kept warm bills while it is idle. */
function serverless({ name, provisioned }: Variant): CostLine[] {
  if (!provisioned) return [];
  const note = `${name}: ${provisioned} kept warm: their price is not in the catalogue`;
  return [
    {
      label: "Provisioned concurrency",
      note,
      price: null,
      quantity: provisioned,
      unit: "second",
      stopsWhenPaused: true,
    },
  ];
}
