package io.github.kubetls.examples.tasks.story;

/** What the story adds to the look of a page: its diagram, and steps with their files beside them. */
final class StoryStyle {

    static final String CSS = """

            main { max-width: 1180px; }
            .diagram { margin-top: 36px; padding: 20px; background: var(--card); border: 1px solid var(--line);
              border-radius: 12px; }
            .diagram svg { max-width: 900px; margin: 0 auto; font-size: 12.5px; }
            .narrow { display: none; }
            .lifeline { stroke: var(--line); stroke-width: 1.5; }
            .party { fill: var(--tint); rx: 8px; }
            .part { stroke: var(--line); stroke-dasharray: 3 4; }
            svg .part-title, svg .text { paint-order: stroke; stroke: var(--card); stroke-width: 5px; stroke-linejoin: round; }
            svg .part-title { font-size: 11px; letter-spacing: .06em; text-transform: uppercase; }
            .message { stroke: var(--main); stroke-width: 1.5; }
            svg .loop { fill: none; stroke: var(--main); stroke-width: 1.5; }
            .head { fill: var(--main); }
            .badge { fill: var(--main); rx: 9px; }
            svg .number { fill: var(--on-main); font-size: 11.5px; font-weight: 600; }
            svg .text { fill: var(--ink); }
            h2 { padding-bottom: 10px; border-bottom: 1px solid var(--line); }
            .step { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); gap: 14px 44px; padding: 30px 0;
              border-bottom: 1px solid var(--line); }
            .step:last-child { border-bottom: 0; }
            h3 { margin: 0 0 8px; display: flex; gap: 12px; font-size: 17px; line-height: 1.35; font-weight: 620; }
            h3 span { flex: none; align-self: flex-start; min-width: 27px; padding: 0 6px; border-radius: 12px;
              background: var(--main); color: var(--on-main); font-size: 13px; line-height: 23px; text-align: center; }
            .words p { margin: 0 0 10px; overflow-wrap: anywhere; }
            .decided { margin: 0 0 12px; padding: 10px 16px 11px; border-left: 3px solid var(--main); border-radius: 0 8px 8px 0;
              background: var(--tint); font-size: 14.5px; overflow-wrap: anywhere; }
            .decided strong { font-weight: 620; }
            .decided p { margin: 2px 0 0; }
            .file { margin: 0 0 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--card);
              overflow: hidden; }
            .file summary { padding: 9px 14px; font: 13.5px/1.5 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
              overflow-wrap: anywhere; }
            .file summary b { padding: 1px 7px; border: 1px solid currentColor; border-radius: 9px; font: 11px/1.4 sans-serif; }
            .file p { margin: 0 14px 8px; }
            .file ul { margin: 0 14px 12px; padding: 0; list-style: none; font-size: 13.5px; }
            .file li { overflow-wrap: anywhere; }
            .file li span { color: var(--soft); }
            code, pre { font: 12.5px/1.55 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
            pre { margin: 0; padding: 12px 14px; max-height: 440px; overflow: auto; border-top: 1px solid var(--line);
              background: var(--paper); }
            @media (max-width: 860px) {
              .step { grid-template-columns: minmax(0, 1fr); }
            }
            @media (max-width: 640px) {
              .wide { display: none; }
              .narrow { display: block; }
              .narrow svg .strong { font-size: 11.5px; }
              .diagram { padding: 12px 8px; }
            }
            @media print { pre { max-height: none; white-space: pre-wrap; overflow-wrap: anywhere; } }
            """;

    private StoryStyle() {}
}
