"use client";

import { type FormEvent, useState } from "react";
import { useSignIn } from "@/components/data/use-sign-in";
import { Field } from "@/components/ui/field";
import { Key } from "@/components/ui/key";

/** E-mail and password. `next` is where the reader wanted to go. */
export function SignInForm({ next }: { next: string }) {
  const signIn = useSignIn();
  const [going, setGoing] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    signIn.mutate(
      { email: text("email"), password: text("password") },
      {
        onSuccess: () => {
          setGoing(true);
          // A full load: nothing that an earlier person had read stays in this tab.
          window.location.assign(next);
        },
      },
    );
  }

  return (
    <form onSubmit={submit} method="post" className="flex flex-col gap-4">
      <Field label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
      <Field label="Password" name="password" type="password" autoComplete="current-password" required />
      <p role="alert" className="doorway-error">
        {signIn.error?.message}
      </p>
      <Key type="submit" variant="lamp" size="lg" busy={signIn.isPending || going}>
        {signIn.isPending || going ? "Signing in" : "Sign in"}
      </Key>
    </form>
  );
}
