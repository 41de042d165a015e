"use client";

import { type FormEvent, useState } from "react";
import { ApiProblem } from "@/components/data/api";
import { useSetUp } from "@/components/data/use-set-up";
import { useSignIn } from "@/components/data/use-sign-in";
import { Field } from "@/components/ui/field";
import { Key } from "@/components/ui/key";

/** Makes the first admin and signs in as that person. */
export function SetupForm() {
  const setUp = useSetUp();
  const signIn = useSignIn();
  const [going, setGoing] = useState(false);
  const problem = setUp.error instanceof ApiProblem ? setUp.error.problem : null;
  const errorAt = (field: string) => problem?.errors.find(({ pointer }) => pointer === `/${field}`)?.detail ?? null;
  const isTold = ["token", "name", "email", "password"].some((field) => errorAt(field) !== null);
  const busy = setUp.isPending || signIn.isPending || going;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    const [email, password] = [text("email"), text("password")];
    const enter = () => {
      setGoing(true);
      window.location.assign("/");
    };
    setUp.mutate(
      { token: text("token").trim(), name: text("name"), email, password },
      {
        onSuccess: () =>
          signIn.mutate({ email, password }, { onSuccess: enter, onError: () => window.location.assign("/sign-in") }),
      },
    );
  }

  return (
    <form onSubmit={submit} method="post" className="flex flex-col gap-4">
      <Field
        label="Token"
        name="token"
        required
        autoComplete="off"
        spellCheck={false}
        autoFocus
        hint="From the server's log, or the file setup-token in its data folder."
        error={errorAt("token")}
      />
      <Field label="Your name" name="name" required autoComplete="name" maxLength={100} error={errorAt("name")} />
      <Field
        label="E-mail"
        name="email"
        type="email"
        required
        autoComplete="username"
        maxLength={254}
        error={errorAt("email")}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        required
        minLength={12}
        maxLength={256}
        autoComplete="new-password"
        hint="At least 12 characters. A sentence is good."
        error={errorAt("password")}
      />
      <p role="alert" className="doorway-error">
        {isTold ? null : setUp.error?.message}
      </p>
      <Key type="submit" variant="lamp" size="lg" busy={busy}>
        {busy ? "Setting up" : "Set up Standby"}
      </Key>
    </form>
  );
}
