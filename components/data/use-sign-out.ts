"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "./api";

/** Ends the session on the server and forgets everything that was read. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => call("signOut", {}), onSuccess: () => client.clear() });
}
