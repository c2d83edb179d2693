/** Answers what is asked in the same turn of the event loop, by whomever, together. `answer` gives one answer for each, in their order. */
export function gathered<Asked, Answer>(answer: (asked: readonly Asked[]) => Promise<readonly Answer[]>): (asked: Asked) => Promise<Answer> {
  let waiting: Asked[] = [];
  let answers: Promise<readonly Answer[]> | undefined;
  return async (asked) => {
    const at = waiting.push(asked) - 1;
    answers ??= new Promise((resolve) => {
      setImmediate(() => {
        const all = waiting;
        waiting = [];
        answers = undefined;
        resolve(answer(all));
      });
    });
    const own = (await answers)[at];
    if (own === undefined) throw new Error(`${at + 1} was not answered`);
    return own;
  };
}
