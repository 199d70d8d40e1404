using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft pack OUT</c>: the libraries as NuGet packages in a folder, which is a feed as it stands.</summary>
internal sealed class PackVerb : Verb
{
    private readonly Argument<string> _out = new("OUT") { Description = "folder for the packages; it must not exist or be empty" };
    private readonly Option<string?> _suffix = new("--suffix")
    {
        Description = "makes a prerelease, such as 'dev2': NuGet keeps what it once read of a version, so changed packages need another one",
    };
    private readonly Option<string[]> _tool = new("--tool")
    {
        Description = "the command line as well, and graft-predict, as .NET tools: for these platforms, for this machine's when none is named",
        HelpName = string.Join('|', Packing.Platforms),
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<bool> _json = CommonOptions.Json();

    public PackVerb(Terminal terminal)
        : base(terminal, "pack", "Make NuGet packages of Graft's libraries, for C# programs anywhere, and of the command line.",
            "graft pack packages/", "graft pack packages/ --tool")
    {
        Add(_out);
        Add(_suffix);
        _tool.AcceptOnlyFromAmong([.. Packing.Platforms]);
        Add(_tool);
        Add(_json);
    }

    // It ends the build and clears its folders.
    internal override TimeSpan? Patience => null;

    internal override bool DecodesImages => false;

    protected override async Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var packing = new Packing(PackageVersion.WithSuffix(parsed.GetValue(_suffix)));
        var platforms = parsed.GetValue(_tool) is { Length: > 0 } named ? named : [RuntimeInformation.RuntimeIdentifier];
        if (parsed.IsGiven(_tool) && platforms.Except(Packing.Platforms).FirstOrDefault() is { } other)
            throw new GraftException($"The tools cannot be packed for {other}: what they predict with is not published for it.",
                cure: $"Name another platform: {string.Join(", ", Packing.Platforms)}.");
        var folder = Path.GetFullPath(parsed.GetRequiredValue(_out));
        var packages = await WholeFolder.WriteAsync(folder, _out.Name, async written =>
        {
            Directory.CreateDirectory(written);
            terminal.Say("building and packing, in a folder of its own (one to two minutes)");
            await packing.Libraries(written, cancellation);
            if (parsed.IsGiven(_tool))
            {
                terminal.Say($"packing the tools for {string.Join(", ", platforms)}"
                    + (Packing.HasLinker ? "" : $"; {Packing.PredictPackage} is not compiled ahead of time, since clang is not installed"));
                await packing.Tools(written, platforms, cancellation);
            }
            return Directory.GetFiles(written, "*.nupkg").Order(StringComparer.Ordinal)
                .Select(file => new PackageDto(Path.GetFileName(file), new FileInfo(file).Length)).ToList();
        });
        if (parsed.GetValue(_json))
        {
            terminal.WriteJson(new PackFacts(folder, packing.Version, packages));
            return ExitCode.Done;
        }
        var table = Terminal.Table("package", "MB");
        foreach (var package in packages) table.AddRow(new Text(package.File), new Text((package.Bytes / 1e6).ToString("0.00", CultureInfo.InvariantCulture)));
        terminal.Results.Write(table);
        terminal.Results.WriteLine($"{folder}: {packages.Count} packages of version {packing.Version}; to take them in a C# project:");
        terminal.Results.WriteLine($"  dotnet nuget add source {Shell.Quote(folder)} --name graft");
        terminal.Results.WriteLine($"  dotnet add package Graft{(parsed.GetValue(_suffix) is null ? "" : " --prerelease")}");
        if (parsed.IsGiven(_tool))
            foreach (var (what, package) in new[] { ("command line", Packing.ToolPackage), ("predictor alone", Packing.PredictPackage) })
                terminal.Results.WriteLine($"The {what}: dotnet tool install -g {package} --source {Shell.Quote(folder)}"
                    + (parsed.GetValue(_suffix) is null ? "" : " --prerelease"));
        if (KeptPackages.Warning(folder, packing.Version) is { } kept) terminal.Warn(kept);
        terminal.Next("graft", "new", "console", "MODEL", "OUT", "--feed", parsed.GetRequiredValue(_out));
        return ExitCode.Done;
    }
}
