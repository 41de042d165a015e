import type { CostLine } from "../../core/money";
import type { EndpointDetail, Variant } from "./endpoint-detail";

/** An endpoint bills its machines while it exists; a deleted one bills nothing. Pure. */
export function endpointLines({ variants }: EndpointDetail): CostLine[] {
  return variants.flatMap((variant) => (variant.isServerless ? serverless(variant) : machines(variant)));
}

function machines({ name, instanceType, count, initialCount, volumeGb }: Variant): CostLine[] {
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
