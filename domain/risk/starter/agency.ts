import { mitigates, prevents, type Starter } from "./starter";

/** Agents: models that act. */
export const AGENCY_STARTERS: readonly Starter[] = [
  {
    id: "agent-oversteps",
    title: "An agent does more than it was meant to",
    cause: "It holds rights wider than its task, and acts before anyone looks",
    event: "it pays, sends, deletes or books what nobody asked for",
    consequence: "money and trust are lost before it is stopped",
    ...{ category: "operations", probability: [0.15, 0.35], impact: 4, strategy: "reduce" },
    controls: [
      ...prevents("List of what it may do, each with a limit", "Approval for every step that cannot be undone"),
      ...mitigates("A switch that stops it, tried by people who would use it"),
    ],
    indicator: "Steps outside the list that were blocked; share of steps undone by a person",
    refs: {
      ...{ "mit-ai-risk": ["7.1", "5.2"], "nist-ai-600-1": ["human-ai-configuration"], "owasp-llm": ["LLM03"] },
      ...{ "owasp-agentic": ["ASI02", "ASI10"], "mitre-atlas": ["AML.T0053"] },
      "ibm-risk-atlas": ["misaligned-actions-agentic", "function-calling-hallucination-agentic"],
    },
    fits: { types: ["agent"], words: ["autonom", "agent"] },
  },
  {
    id: "agent-borrows-rights",
    title: "An agent works with someone else's rights",
    cause: "It signs in as a person, or with one account for everybody",
    event: "it reads or changes what the one who asks may not",
    consequence: "access cannot be told apart afterwards, and the breach cannot be bounded",
    ...{ category: "compliance", probability: [0.15, 0.35], impact: 4, strategy: "avoid" },
    controls: [
      ...prevents("An account of its own, with the rights of the one who asks at most", "Short-lived keys"),
      ...mitigates("Every step recorded with who asked"),
    ],
    indicator: "Steps without a named person behind them",
    refs: {
      ...{ "mit-ai-risk": ["2.2"], "nist-ai-600-1": ["information-security"], "owasp-agentic": ["ASI03"] },
      ...{ "mitre-atlas": ["AML.T0083", "AML.T0098"], "ibm-risk-atlas": ["unauthorized-use-agentic"] },
    },
    fits: { types: ["agent"] },
  },
  {
    id: "agents-cascade",
    title: "One agent's error becomes the next one's input",
    cause: "Agents and jobs hand work on without a check between them",
    event: "an early mistake is repeated and enlarged along the chain",
    consequence: "hundreds of records are wrong before the first is seen",
    ...{ category: "operations", probability: [0.15, 0.35], impact: 4, strategy: "reduce" },
    controls: [
      ...prevents("A check with a limit between each two steps", "Batches small enough to take back"),
      ...mitigates("One switch for the whole chain"),
    ],
    indicator: "Items that failed the check between steps",
    refs: {
      ...{ "mit-ai-risk": ["7.6", "7.3"], "nist-ai-600-1": ["value-chain-and-component-integration"] },
      ...{ "owasp-agentic": ["ASI08", "ASI07"], "ibm-risk-atlas": ["redundant-actions-agentic"] },
    },
    fits: { types: ["agent", "automation"], words: ["orchestrat", "multi-agent", "pipeline"] },
  },
  {
    id: "tool-turns-bad",
    title: "A tool it relies on turns bad",
    cause: "Agents load tools and servers that others publish and update",
    event: "an update carries something hostile, or a look-alike is taken for the real one",
    consequence: "data leaves through a door we opened ourselves",
    ...{ category: "compliance", probability: [0.05, 0.15], impact: 4, strategy: "reduce" },
    controls: [
      ...prevents("Only tools on a list, by version and checksum", "Tools run without access to other systems"),
      ...mitigates("Traffic of each tool watched"),
    ],
    indicator: "Tools in use that are not on the list; new destinations of traffic",
    refs: {
      ...{ "mit-ai-risk": ["2.2"], "nist-ai-600-1": ["value-chain-and-component-integration"] },
      ...{ "owasp-llm": ["LLM04"], "owasp-agentic": ["ASI04"], "mitre-atlas": ["AML.T0110", "AML.T0109"] },
      "ibm-risk-atlas": ["external-resources-attack-agentic", "sharing-info-tools-agentic"],
    },
    fits: { types: ["agent"], words: ["plugin", "mcp", "tool"] },
  },
  {
    id: "memory-poisoned",
    title: "What it remembers is made wrong",
    cause: "The agent keeps notes from one case to the next, and anyone's text may enter them",
    event: "a false note steers later cases",
    consequence: "the error returns after it was corrected, for people it never concerned",
    ...{ category: "operations", probability: [0.05, 0.15], impact: 3, strategy: "reduce" },
    controls: [
      ...prevents("Notes are kept for one case and one person only", "What is kept has a source and an end"),
      ...mitigates("Notes can be read and deleted by the owner"),
    ],
    indicator: "Notes without a source; corrections that came back",
    refs: {
      ...{ "mit-ai-risk": ["2.2", "7.3"], "nist-ai-600-1": ["information-integrity"] },
      ...{ "owasp-agentic": ["ASI06"], "mitre-atlas": ["AML.T0080.000"], "ibm-risk-atlas": ["data-poisoning"] },
    },
    fits: { types: ["agent"] },
  },
];
