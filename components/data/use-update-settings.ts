"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type CallInput, call } from "./api";
import { keys } from "./keys";

export type SettingsChange = NonNullable<CallInput<"updateSettings">["body"]>;

export function useUpdateSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SettingsChange) => call("updateSettings", { body }),
    onSuccess: (settings) => client.setQueryData(keys.settings, settings),
  });
}
