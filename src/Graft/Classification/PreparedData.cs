using Graft.Data;

namespace Graft;

/// <summary>A data set that may be trained on.</summary>
/// <param name="Dataset">Classes and samples, without those left out.</param>
/// <param name="Examination">What was found.</param>
/// <param name="Split">Training, validation and, where the data has one, test.</param>
/// <param name="Warnings">Findings that do not stop a run.</param>
internal sealed record PreparedData(ImageDataset Dataset, Examination Examination, Split Split, IReadOnlyList<Problem> Warnings);
