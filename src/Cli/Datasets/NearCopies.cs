using System.CommandLine;
using System.Globalization;
using Graft.Data;

namespace Graft.Cli;

/// <summary>The option that decides which images are copies to the eye and stay together, for every verb that divides images or shows what stays so.</summary>
internal static class NearCopies
{
    private const string Off = "off";

    private const int Max = 11;

    /// <summary>A fresh option of a verb that divides images: each belongs to one command line.</summary>
    public static Option<string> Option() => Option("which then stay in one split and fold and count as one in intervals; "
        + $"{Off} keeps only identical files together, for a fixed camera whose small differences are what is learned; "
        + $"{ExaminationOptions.DefaultNearDuplicateBits} by default");

    /// <summary>A fresh option.</summary>
    /// <param name="effect">What follows for images that are nearly identical.</param>
    public static Option<string> Option(string effect)
    {
        var option = new Option<string>("--near-copies")
        {
            Description = $"bits of 64 in which the perceptual hashes of nearly identical images may differ, 0 to {Max}, {effect}",
            HelpName = $"N or {Off}",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [.., var token] && Read(token.Value) is null)
                result.AddError($"--near-copies is {Off} or a whole number from 0 to {Max}, not '{token.Value}'.");
        });
        return option;
    }

    /// <summary>The bits; -1 looks for identical files alone.</summary>
    /// <param name="given">What was typed; null gives the default.</param>
    public static int Bits(string? given) => BitsOrNull(given) ?? ExaminationOptions.DefaultNearDuplicateBits;

    /// <summary>The bits, or null where nothing was typed.</summary>
    public static int? BitsOrNull(string? given) => given is null ? null : Read(given)!.Value;

    private static int? Read(string word)
    {
        if (word.Equals(Off, StringComparison.OrdinalIgnoreCase)) return -1;
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= Max ? bits : null;
    }
}
