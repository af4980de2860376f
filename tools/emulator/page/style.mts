/** The style of the page; colours follow the reader's light or dark mode. */
export const PAGE_STYLE = `
:root {
	color-scheme: light dark;
	--ground: #f6f7f9; --card: #fff; --ink: #1c2430; --dim: #5d6978; --line: #dde2e9;
	--accent: #2456c8; --good: #1a7f4b; --bad: #b3261e; --thread: #b9c6dd;
}
@media (prefers-color-scheme: dark) {
	:root {
		--ground: #12161c; --card: #1b212a; --ink: #e6eaf0; --dim: #97a3b3; --line: #2d3642;
		--accent: #8ab0ff; --good: #63cf97; --bad: #ff8f86; --thread: #3d4f70;
	}
}
* { box-sizing: border-box; }
body {
	margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem;
	background: var(--ground); color: var(--ink);
	font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif;
}
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: baseline; }
h1 { font-size: 1.35rem; margin: 0; flex: 1; }
h2 { font-size: 1.05rem; margin: 2rem 0 .6rem; overflow-wrap: anywhere; }
h2 small { font-weight: normal; color: var(--dim); margin-left: .5rem; }
a { color: var(--accent); }
code { font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-size: .9em; }
.counts { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1.2rem 0 0; padding: 0; }
.counts div {
	flex: 1 1 7rem; background: var(--card); border: 1px solid var(--line);
	border-radius: 8px; padding: .5rem .8rem;
}
.counts dt { color: var(--dim); font-size: .85rem; }
.counts dd { margin: 0; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
.note { color: var(--dim); margin: .6rem 0 0; }
article, .empty {
	background: var(--card); border: 1px solid var(--line); border-radius: 8px;
	padding: .7rem .9rem; margin: .6rem 0;
}
.meta { color: var(--dim); font-size: .85rem; display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .9rem; }
.meta > * { overflow-wrap: anywhere; }
.meta b { color: var(--ink); }
.text { margin: .25rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.none { color: var(--dim); font-style: italic; }
.thread { list-style: none; margin: .7rem 0 0; padding: 0 0 0 .9rem; border-left: 3px solid var(--thread); }
.thread li + li { margin-top: .7rem; }
.paging { display: flex; gap: 1rem; color: var(--dim); }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .7rem; white-space: nowrap; }
th { color: var(--dim); font-weight: normal; font-size: .85rem; }
tr + tr:not(.below) td, thead + tbody tr:not(.below) td { border-top: 1px solid var(--line); }
td a { color: inherit; text-decoration: none; }
td a:hover { color: var(--accent); text-decoration: underline; }
tr.below td { white-space: normal; overflow-wrap: anywhere; padding-top: 0; }
.bodies h3 { font-size: .85rem; font-weight: normal; color: var(--dim); margin: .4rem 0 .2rem; }
.bodies h3 small { font-size: inherit; margin-left: .5rem; }
pre {
	margin: 0 0 .6rem; padding: .6rem .8rem; max-height: 26rem; overflow: auto;
	background: var(--ground); border: 1px solid var(--line); border-radius: 6px;
	font: .85rem/1.45 ui-monospace, 'DejaVu Sans Mono', monospace; white-space: pre-wrap; overflow-wrap: anywhere;
}
td.number, th.number { text-align: right; }
.good { color: var(--good); }
.bad { color: var(--bad); }
`;
