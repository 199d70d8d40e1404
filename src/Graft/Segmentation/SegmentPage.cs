using Graft.Reports;

namespace Graft;

/// <summary>What the page shows beside the figures.</summary>
internal sealed record SegmentPage(IReadOnlyList<OverlayPicture> Worst, IReadOnlyList<OverlayPicture> Best, IReadOnlyList<TransferRow> Transfer, DateTimeOffset Started);
