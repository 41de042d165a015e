"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type CallInput, call } from "./api";
import { keys } from "./keys";

export type WhatIfQuestion = CallInput<"whatIf">["body"];

/** What a schedule would save. Null asks nothing; the last figure stays on the screen until the next has come. */
export function useWhatIf(question: WhatIfQuestion | null) {
  return useQuery({
    queryKey: [...keys.whatIf, question],
    queryFn: ({ signal }) => call("whatIf", { body: question ?? neverAsked, signal }),
    enabled: question !== null,
    placeholderData: keepPreviousData,
  });
}

const neverAsked: WhatIfQuestion = { scope: {}, schedule: { timezone: "UTC", on: [] } };
