using Graft.Reports;
using Graft.Tasks;

namespace Graft;

/// <summary>A validation image as the report shows it.</summary>
/// <param name="Name">Its name in the data set.</param>
/// <param name="Image">The image with what was found and what is there.</param>
/// <param name="Verdict">How the detector did on it.</param>
internal sealed record SceneShown(string Name, PageImage Image, ImageVerdict Verdict);
