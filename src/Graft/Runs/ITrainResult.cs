using Graft.Reports;

namespace Graft;

/// <summary>What a training ends with, for those to whom every task is the same.</summary>
internal interface ITrainResult
{
    RunFolder Folder { get; }

    /// <summary>The task's metrics on the validation images.</summary>
    object Validation { get; }

    /// <summary>The task's metrics on the test images; null where there are none.</summary>
    object? Test { get; }

    /// <summary>Images that were added to those of the data.</summary>
    int Added { get; }

    /// <summary>The file beside the one that it is to replace; null where none was named.</summary>
    ModelComparison? Comparison { get; }

    /// <summary>The file of 8 bits; null where none was asked for, or none was written.</summary>
    Int8Result? Int8 { get; }

    /// <summary>What report.html shows.</summary>
    RunReport Report { get; }

    TimeSpan FitTime { get; }

    double ParityDifference { get; }
}
