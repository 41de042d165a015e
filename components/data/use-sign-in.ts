"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type CallInput, call } from "./api";

/** Sets the session cookie. What an earlier person had read is forgotten. */
export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CallInput<"signIn">["body"]) => call("signIn", { body }),
    onSuccess: () => client.clear(),
  });
}
