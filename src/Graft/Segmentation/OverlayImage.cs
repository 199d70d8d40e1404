using Graft.Reports;

namespace Graft;

/// <summary>A validation image as the report shows it.</summary>
/// <param name="Name">Its name in the data set.</param>
/// <param name="Image">What was said beside the truth.</param>
/// <param name="IoU">Mean over its classes of the intersection over union.</param>
internal sealed record OverlayImage(string Name, PageImage Image, double IoU);
