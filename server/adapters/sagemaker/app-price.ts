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
      note: isKnown ? type : `${detail.name.type}: AWS does not say which machine it runs on`,
      price: isKnown ? { table: "sagemaker.instance", key: type } : null,
      quantity: 1,
      unit: "hour",
      stopsWhenPaused: true,
    },
  ];
}
