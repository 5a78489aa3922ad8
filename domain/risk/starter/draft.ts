import { PROBABILITY_DIGITS, type Starter, tagsOf } from "./starter";

/**
 * What a risk copied from a starter begins with; the form shows it and a person changes it before it is kept. A category the
 * organisation has none of is left open, and so is what only the organisation knows: amounts, owner and dates.
 */
export function draftOf(starter: Starter, categories: ReadonlySet<string>) {
  const { id, title, cause, event, consequence, kind = "threat", category, strategy, probability } = starter;
  const middle = (probability[0] + probability[1]) / 2;
  return {
    ...{ title, cause, event, consequence, kind, strategy },
    category: categories.has(category) ? category : null,
    probability: Math.round(middle * 10 ** PROBABILITY_DIGITS) / 10 ** PROBABILITY_DIGITS,
    tags: tagsOf(starter),
    starterRef: id,
  };
}
