import type { CostLine } from "../../core/money";
import { type AppDetail, instanceTypeOf } from "./app-detail";

/** An app bills its machine while it exists. Studio Classic's own server runs on one that is free: it is called "system". */
export function appLines(detail: AppDetail): readonly CostLine[] {
  const type = instanceTypeOf(detail);
  if (type === "system") return [];
  const isKnown = type.startsWith("ml.");
  return [
    {
      label: "Studio app hours",
      note: isKnown ? noteOf(detail, type) : `${detail.name.type}: AWS does not say which machine it runs on`,
      price: isKnown ? { table: "sagemaker.instance", key: type } : null,
      quantity: 1,
      unit: "hour",
      stopsWhenPaused: true,
    },
  ];
}

/** "You are billed only for the time that one instance is running" (Developer Guide, "Usage Metering" of Studio Classic). */
function noteOf({ name }: AppDetail, type: string): string {
  if (name.type !== "KernelGateway") return type;
  return `${type}: kernels of one user on one type share a machine, which AWS bills once`;
}
