"use client";

import { useEffect, useRef, useState } from "react";

/** The value, changed at most every `everyMs`: a screen reader must be able to finish a sentence. */
export function useThrottled(value: string, everyMs: number): string {
  const [said, setSaid] = useState(value);
  const newest = useRef(value);
  useEffect(() => {
    newest.current = value;
  }, [value]);
  useEffect(() => {
    const timer = setInterval(() => setSaid(newest.current), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return said;
}
