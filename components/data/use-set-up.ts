"use client";

import { useMutation } from "@tanstack/react-query";
import { type CallInput, call } from "./api";

/** Makes the first admin with the one-time token from the server's log. */
export function useSetUp() {
  return useMutation({ mutationFn: (body: CallInput<"setup">["body"]) => call("setup", { body }) });
}
