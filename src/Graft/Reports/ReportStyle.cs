namespace Graft.Reports;

/// <summary>The report's style sheet: light and dark by the reader's setting, system fonts, narrow screens and paper.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root {
          --page: #f6f7f9; --card: #ffffff; --ink: #1a2230; --soft: #5b6676; --line: #dfe3ea;
          --accent: #2563c9; --accent-soft: #dbe7fb; --second: #d9480f; --good: #1a7f4b; --bad: #c2283b; --warn: #94620a; --warn-soft: #fdf3dc;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #11151c; --card: #1a2029; --ink: #e6eaf0; --soft: #9aa5b5; --line: #2d3643;
            --accent: #6ea3f7; --accent-soft: #22344f; --second: #ff9457; --good: #58c48c; --bad: #f4788a; --warn: #e4b75a; --warn-soft: #33290f;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        main { max-width: 1080px; margin: 0 auto; padding: 28px 20px 60px; }
        h1 { font-size: 28px; line-height: 1.2; margin: 0 0 4px; overflow-wrap: anywhere; }
        h2 { font-size: 18px; margin: 0 0 14px; }
        h3 { font-size: 14px; margin: 22px 0 8px; color: var(--soft); font-weight: 600; }
        h3:first-child { margin-top: 0; }
        p { margin: 0 0 10px; }
        .soft { color: var(--soft); }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 20px; margin-top: 18px; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 12px; margin-top: 20px; }
        .tile { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 14px 16px; }
        .tile b { display: block; font-size: 25px; line-height: 1.25; font-variant-numeric: tabular-nums; }
        .tile span { display: block; font-size: 13px; color: var(--soft); }
        .below { margin: 8px 2px 0; font-size: 13px; }
        .chosen { color: var(--warn); font-size: 13.5px; }
        .swatch { display: inline-block; width: .9em; height: .9em; border-radius: 3px; vertical-align: -1px; margin-right: 4px; }
        .metrics { max-width: 640px; }
        h2 small { font-weight: 400; font-size: 13px; }
        .bar.hidden { visibility: hidden; }
        .tile.main { background: var(--accent-soft); border-color: var(--accent); }
        .tile.main span { color: var(--ink); }
        pre { background: var(--page); border: 1px solid var(--line); border-radius: 8px; padding: 9px 12px; margin: 16px 0 0; overflow-x: auto;
          font: 13px/1.5 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        code { font: 13px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
        .two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 24px; align-items: start; }
        .two > * { min-width: 0; }
        .scroll + .two, details + .two { margin-top: 26px; }
        .two + p { margin-top: 14px; }
        section > p:last-child { margin-bottom: 0; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { padding: 6px 10px; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
        th { font-size: 12.5px; font-weight: 600; color: var(--soft); vertical-align: bottom; }
        tr:last-child > td, tr:last-child > th { border-bottom: 0; }
        thead tr:last-child > th { border-bottom: 1px solid var(--line); }
        th:first-child, td:first-child, .left { text-align: left; }
        td small { color: var(--soft); font-size: 12px; }
        td.wrap { white-space: normal; overflow-wrap: break-word; }
        .total td { font-weight: 600; }
        .pill { display: inline-block; border-radius: 99px; padding: 0 9px; font-size: 12.5px; background: var(--accent-soft); color: var(--accent); }
        .pill.off { background: transparent; color: var(--soft); border: 1px solid var(--line); }
        .matrix { table-layout: fixed; max-width: calc(190px + var(--n) * 84px); }
        .matrix th, .matrix td { border: 2px solid var(--card); overflow: hidden; text-overflow: ellipsis; }
        .matrix td { text-align: center; height: 42px; border-radius: 7px; padding: 4px 2px; }
        .matrix th.corner, .matrix th.row { width: 150px; }
        .matrix.huge { table-layout: auto; width: auto; max-width: none; }
        .matrix.huge td { min-width: 34px; }
        .matrix.many th.column { vertical-align: bottom; padding: 4px 0; }
        .matrix.many th.column span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 130px; overflow: hidden;
          text-overflow: ellipsis; white-space: nowrap; }
        .matrix td.hit { background: color-mix(in srgb, var(--accent) calc(var(--s) * 85% + 5%), var(--card)); }
        .matrix td.miss { background: color-mix(in srgb, var(--second) calc(var(--s) * 90% + 8%), var(--card)); }
        .matrix td.none { color: var(--soft); background: var(--page); }
        .matrix td.deep { color: var(--card); }
        .matrix th.row { text-align: right; vertical-align: middle; font-weight: 500; color: var(--ink); white-space: normal; overflow-wrap: anywhere; }
        .matrix th.column { padding: 6px 2px; text-align: center; font-weight: 500; color: var(--ink); white-space: normal; overflow-wrap: anywhere; }
        .matrix th.corner { font-size: 12px; white-space: normal; }
        .bar { display: inline-block; vertical-align: middle; width: 88px; height: 8px; border-radius: 4px; background: var(--line);
          overflow: hidden; margin-right: 8px; }
        .bar i { display: block; height: 100%; background: var(--accent); }
        .bar.off i { background: var(--soft); }
        .classes .bar { width: 34px; margin-right: 5px; } .classes td small { font-size: 11px; }
        .classes th, .classes td { padding-left: 6px; padding-right: 6px; }
        svg { display: block; width: 100%; height: auto; }
        svg text { fill: var(--soft); font-size: 11px; }
        svg .grid { stroke: var(--line); stroke-width: 1; }
        svg .phase { stroke: var(--soft); stroke-dasharray: 3 3; }
        svg .ideal { stroke: var(--soft); stroke-dasharray: 4 4; fill: none; }
        svg .a { stroke: var(--accent); } svg .b { stroke: var(--second); }
        svg path.a, svg path.b { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        svg circle.a { fill: var(--accent); } svg circle.b { fill: var(--second); }
        svg circle { stroke-width: 0; } svg circle.spot { fill: transparent; }
        svg g.point:hover circle { r: 5px; }
        svg .column { fill: var(--accent); opacity: .85; }
        svg .faint { fill: var(--soft); opacity: .45; }
        svg .mean { stroke: var(--second); stroke-width: 2.5; }
        svg .whisker { stroke: var(--ink); stroke-width: 1.5; }
        .legend { font-size: 13px; color: var(--soft); display: flex; gap: 16px; flex-wrap: wrap; margin-top: 6px; }
        .legend i { display: inline-block; width: 18px; height: 3px; border-radius: 2px; vertical-align: middle; margin-right: 6px; background: var(--accent); }
        .legend i.b { background: var(--second); }
        .legend i.block { height: 11px; width: 11px; } .legend i.faint { background: var(--soft); opacity: .5; }
        .images { display: grid; grid-template-columns: repeat(auto-fill, minmax(155px, 1fr)); gap: 14px; }
        figure { margin: 0; border: 1px solid var(--line); border-radius: 10px; overflow: hidden; background: var(--page); display: flex;
          flex-direction: column; }
        figure img { display: block; width: 100%; aspect-ratio: 1; object-fit: cover; background: var(--line); }
        figcaption { padding: 8px 10px 10px; font-size: 13px; line-height: 1.4; overflow-wrap: anywhere; }
        figcaption b { color: var(--bad); } figcaption.right b { color: var(--good); }
        figcaption small { display: block; color: var(--soft); font-size: 11.5px; margin-top: 3px; }
        img.plot { display: block; width: 100%; height: auto; border-radius: 8px; margin: 6px 0 14px; }
        .wide .images { grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); }
        .pairs .images { grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); }
        .pairs figure { flex-flow: row wrap; } .pairs figure img { width: 50%; object-fit: contain; } .pairs figcaption { width: 100%; }
        .wide figure img { aspect-ratio: auto; object-fit: contain; }
        .notes { background: var(--warn-soft); color: var(--ink); border-radius: 8px; padding: 10px 14px 10px 30px; margin: 14px 0 0; font-size: 14px; }
        .notes .error { color: var(--bad); }
        .notes .warning { color: var(--warn); }
        details summary { cursor: pointer; color: var(--accent); margin: 8px 0; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 18px; margin: 0; }
        dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
        @media (max-width: 560px) {
          img.plot { width: 720px; max-width: none; }
          main { padding: 18px 10px 40px; } .card { padding: 14px; }
          dl { grid-template-columns: 1fr; } dd { margin-bottom: 8px; }
          .matrix th, .matrix td { border-width: 1px; font-size: 11px; } .matrix td { height: 30px; padding: 2px 0; border-radius: 4px; }
          .matrix th.corner, .matrix th.row { width: 76px; font-size: 11px; line-height: 1.15; padding: 2px 4px; }
          .matrix th.column { vertical-align: bottom; padding: 4px 0; }
          .matrix th.column span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 110px; overflow: hidden; white-space: nowrap; }
          .matrix.many td { font-size: 9px; letter-spacing: -.5px; padding: 0; text-overflow: clip; }
        }
        @media print { body { background: #fff; } .card, .tile { break-inside: avoid; } }
        """;
}
