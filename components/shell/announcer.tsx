"use client";

import { createContext, type ReactNode, useContext, useState } from "react";

const Announce = createContext<(words: string) => void>(() => {});

/** Says something to a screen reader, once, without moving the focus. */
export function useAnnounce(): (words: string) => void {
  return useContext(Announce);
}

/** The one region of the page that is read out when it changes. */
export function Announcer({ children }: { children: ReactNode }) {
  const [words, setWords] = useState("");
  return (
    <Announce value={setWords}>
      {children}
      <div role="status" aria-live="polite" className="sr-only">
        {words}
      </div>
    </Announce>
  );
}
