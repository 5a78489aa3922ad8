import { mitigates, prevents, type Starter } from "./starter";

/** Models that write, summarise or answer. */
export const GENERATION_STARTERS: readonly Starter[] = [
  {
    id: "confident-and-wrong",
    title: "Fluent text that is not true",
    cause: "The model fills a gap with what sounds likely",
    event: "an invented finding, dose, source or promise is not noticed",
    consequence: "it is acted on, or sent to a patient or customer in our name",
    ...{ category: "patient_safety", probability: [0.35, 0.6], impact: 4, strategy: "reduce" },
    controls: [
      ...prevents(
        "Answers bound to retrieved sources, each with its place",
        "A person signs before it leaves or is filed",
      ),
      ...mitigates("Sample graded each week, with an interval and a limit"),
    ],
    indicator: "Statements without support in a graded weekly sample",
    refs: {
      ...{ "mit-ai-risk": ["3.1"], "nist-ai-600-1": ["confabulation"], "owasp-llm": ["LLM07"] },
      ...{ "mitre-atlas": ["AML.T0062"], "ibm-risk-atlas": ["hallucination", "unreliable-source-attribution"] },
    },
    fits: { types: ["generative", "agent"] },
  },
  {
    id: "instructions-in-documents",
    title: "Instructions hidden in what it reads",
    cause: "The model reads mail, web pages or uploads that others wrote",
    event: "text in them is taken for an instruction",
    consequence: "it leaks, misleads or acts for someone else",
    ...{ category: "compliance", probability: [0.15, 0.35], impact: 4, strategy: "reduce" },
    controls: [
      ...prevents(
        "What is read is kept apart from what is asked",
        "No tool with effect in the same turn as foreign text",
      ),
      ...mitigates("Injection suite run on every change"),
    ],
    indicator: "Share of the injection suite that gets through",
    refs: {
      ...{ "mit-ai-risk": ["2.2"], "nist-ai-600-1": ["information-security"], "owasp-llm": ["LLM01"] },
      ...{ "owasp-agentic": ["ASI01"], "mitre-atlas": ["AML.T0051.001"] },
      "ibm-risk-atlas": ["indirect-instructions-attack", "prompt-injection"],
    },
    fits: { types: ["generative", "agent"] },
  },
  {
    id: "talked-out-of-limits",
    title: "Talked out of its limits",
    cause: "A user tries until the guard gives way",
    event: "it gives advice or content it must not give",
    consequence: "someone is harmed and the transcript is public",
    ...{ category: "reputation", probability: [0.15, 0.35], impact: 3, strategy: "reduce" },
    controls: [
      ...prevents("Answers outside the purpose are refused by a second check"),
      ...mitigates("Red team before each release", "A person is reached from every conversation"),
    ],
    indicator: "Refusals that failed in the red-team set; conversations handed to a person",
    refs: {
      ...{ "mit-ai-risk": ["1.2", "2.2"], "nist-ai-600-1": ["dangerous-violent-or-hateful-content"] },
      ...{ "owasp-llm": ["LLM01"], "mitre-atlas": ["AML.T0054"], "ibm-risk-atlas": ["jailbreaking", "harmful-output"] },
    },
    fits: { words: ["chat", "assistant", "patient-facing", "portal", "contact centre", "contact center"] },
  },
  {
    id: "hidden-context-shown",
    title: "Its hidden instructions come out",
    cause: "Keys, rules or other people's text stand in the context the model is given",
    event: "it repeats them when asked in the right way",
    consequence: "the guard is known to everyone and secrets have to be changed",
    ...{ category: "compliance", probability: [0.15, 0.35], impact: 2, strategy: "avoid" },
    controls: [
      ...prevents("No secret and no rule of access in the instructions", "Context of one person never serves another"),
      ...mitigates("Answers compared with the instructions before they are sent"),
    ],
    indicator: "Instruction text found in sampled answers",
    refs: {
      ...{ "mit-ai-risk": ["2.1", "2.2"], "nist-ai-600-1": ["information-security"], "owasp-llm": ["LLM08"] },
      ...{ "mitre-atlas": ["AML.T0056"], "ibm-risk-atlas": ["prompt-leaking"] },
    },
    fits: { types: ["agent"], words: ["chat", "assistant", "copilot"] },
  },
  {
    id: "poisoned-sources",
    title: "Bad sources in the search index",
    cause: "Anyone who can add a page to the index can shape the answers",
    event: "an outdated, wrong or planted page is retrieved as if it were policy",
    consequence: "many people get the same wrong answer at once",
    ...{ category: "operations", probability: [0.15, 0.35], impact: 3, strategy: "reduce" },
    controls: [
      ...prevents("Each source has an owner and an end date", "Rights of the reader hold in the search"),
      ...mitigates("Questions with known answers asked every day"),
    ],
    indicator: "Share of known answers still right; sources past their date",
    refs: {
      ...{ "mit-ai-risk": ["2.2", "3.1"], "nist-ai-600-1": ["information-integrity"] },
      ...{ "owasp-llm": ["LLM09", "LLM05"], "mitre-atlas": ["AML.T0070"], "ibm-risk-atlas": ["data-poisoning"] },
    },
    fits: { words: ["retriev", "knowledge", "policy search", "rag", "guideline", "search"] },
  },
  {
    id: "someone-elses-words",
    title: "Someone else's words or pictures",
    cause: "The model was trained on protected work, or is asked to imitate it",
    event: "output repeats it closely",
    consequence: "it has to be taken down and paid for",
    ...{ category: "compliance", probability: [0.05, 0.15], impact: 3, strategy: "transfer" },
    controls: [
      ...prevents("Supplier indemnifies", "Use for publication only after a likeness check"),
      ...mitigates("Record of what was generated, by which model"),
    ],
    indicator: "Likeness hits in published material",
    refs: {
      ...{ "mit-ai-risk": ["6.3"], "nist-ai-600-1": ["intellectual-property"] },
      "ibm-risk-atlas": ["copyright-infringement", "generated-content-ownership"],
    },
    fits: { words: ["marketing", "content", "image", "translat", "publish", "code"] },
  },
  {
    id: "runaway-use",
    title: "Use and cost run away",
    cause: "Each call costs money and nothing limits long inputs, retries or loops",
    event: "use outgrows the plan, or someone drives it up",
    consequence: "the year's budget is spent by autumn, or the service is cut off",
    ...{ category: "financial", probability: [0.35, 0.6], impact: 3, strategy: "reduce" },
    controls: [
      ...prevents("Limit for each user and use, and on the length of a call"),
      ...mitigates("Spend against plan each day, with a stop at the budget"),
    ],
    indicator: "Spend against plan; cost of one completed task",
    refs: {
      ...{ "mit-ai-risk": ["2.2", "6.6"], "nist-ai-600-1": ["environmental-impacts"], "owasp-llm": ["LLM06"] },
      ...{ "mitre-atlas": ["AML.T0034"], "ibm-risk-atlas": ["redundant-actions-agentic"] },
    },
    fits: { types: ["generative", "agent"] },
  },
  {
    id: "output-executed",
    title: "Output that another system executes",
    cause: "Text from the model goes into a query, a page, a message or a job unchecked",
    event: "it carries a command",
    consequence: "a record is changed or a system opened",
    ...{ category: "operations", probability: [0.05, 0.15], impact: 4, strategy: "avoid" },
    controls: [
      ...prevents("Output is treated as a stranger's input: typed, checked, escaped"),
      ...mitigates("The receiving account can do no more than the task needs"),
    ],
    indicator: "Outputs refused by the receiving check",
    refs: {
      ...{ "mit-ai-risk": ["2.2"], "nist-ai-600-1": ["information-security"], "owasp-llm": ["LLM10"] },
      ...{ "owasp-agentic": ["ASI05"], "mitre-atlas": ["AML.T0102"], "ibm-risk-atlas": ["harmful-code-generation"] },
    },
    fits: { words: ["code", "sql", "script", "workflow", "integration", "rpa"] },
  },
];
