using Graft.Reports;

namespace Graft;

/// <summary>What the page shows beside the metrics.</summary>
internal sealed record SegmentPage(IReadOnlyList<OverlayImage> Worst, IReadOnlyList<OverlayImage> Best, IReadOnlyList<TransferRow> Transfer, DateTimeOffset Started);
