using System.ComponentModel.DataAnnotations;
using Graft.Tasks;

namespace Graft.Faces;

/// <summary>What a calibration is to achieve.</summary>
internal sealed record CalibrationRequest
{
    /// <summary>How often a stranger may be taken for somebody of the gallery; null where <see cref="FalseMatchRate"/> is asked for.</summary>
    [Range(1e-7, 0.5)] public double? FalsePositiveRate { get; init; }

    /// <summary>How often two people may be taken for one.</summary>
    [Range(1e-9, 0.5)] public double? FalseMatchRate { get; init; }

    /// <summary>How often a person's own face may lie above the second threshold.</summary>
    [Range(0.0, 0.5)] public double MissRate { get; init; } = 0.01;

    /// <summary>Persons in the gallery that it is for.</summary>
    [Range(1, 100_000_000)] public int Persons { get; init; } = 1;

    /// <summary>How a person with several faces is scored.</summary>
    public PersonScore Score { get; init; }

    /// <summary>Faces of a person that are enrolled while measuring, at most.</summary>
    [Range(1, 1000)] public int Enrolled { get; init; } = 3;

    /// <summary>Level of all intervals; of the one whose upper end meets the rate, on both sides together.</summary>
    [Range(0.5, 0.999)] public double Level { get; init; } = 0.9;

    /// <summary>Takes the threshold from the shape of the tail where the people cannot bound the rate.</summary>
    public bool Extrapolates { get; init; }

    /// <summary>Seed of the division of people and of resampling.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Resamples of people.</summary>
    [Range(0, 100_000)] public int Resamples { get; init; } = 200;

    /// <summary>The group of each person by name, as the user's file says, or null.</summary>
    public IReadOnlyDictionary<string, string>? Groups { get; init; }

    /// <summary>The name of what is asked for.</summary>
    public string Measure => FalseMatchRate is null ? "fpir" : "fmr";

    /// <summary>The rate that is asked for.</summary>
    public double Rate => FalseMatchRate ?? FalsePositiveRate ?? 0.01;

    /// <summary>The same as a rate of pairs: 1 - (1 - FMR)^N is the rate of a gallery of N persons.</summary>
    public double RateOfPairs => FalseMatchRate ?? Chances.Each(Rate, Persons);
}
