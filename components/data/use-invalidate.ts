"use client";

import { useQueryClient } from "@tanstack/react-query";
import { keys } from "./keys";

type ListKey = {
  [Name in keyof typeof keys]: (typeof keys)[Name] extends readonly string[] ? Name : never;
}[keyof typeof keys];

/** A function that has these lists read again wherever they are on screen. */
export function useInvalidate(...names: readonly ListKey[]): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all(names.map((name) => client.invalidateQueries({ queryKey: keys[name] })));
  };
}
