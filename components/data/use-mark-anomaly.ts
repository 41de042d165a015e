"use client";

import { useMutation } from "@tanstack/react-query";
import { type CallInput, call } from "./api";
import { useInvalidate } from "./use-invalidate";

export interface AnomalyMarking {
  readonly id: string;
  /** Null takes the mark back. */
  readonly mark: NonNullable<CallInput<"markAnomaly">["body"]>["mark"];
}

export function useMarkAnomaly() {
  return useMutation({
    mutationFn: ({ id, mark }: AnomalyMarking) => call("markAnomaly", { params: { id }, body: { mark } }),
    onSuccess: useInvalidate("anomalies"),
  });
}
