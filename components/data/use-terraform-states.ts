"use client";

import { useQuery } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** The states of Terraform that were imported. */
export function useTerraformStates() {
  return useQuery({
    queryKey: keys.terraformStates,
    queryFn: ({ signal }) => call("listTerraformStates", { signal }),
  });
}
