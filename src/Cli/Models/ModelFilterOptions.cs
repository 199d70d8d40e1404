using System.CommandLine;

namespace Graft.Cli;

/// <summary>The flags by which <c>graft models</c> chooses.</summary>
internal sealed class ModelFilterOptions
{
    private readonly Option<string?> _family = new("--family") { Description = "only this family" };
    private readonly Option<double?> _maxParameters = new("--max-params") { Description = "maximum number of parameters, in millions" };
    private readonly Option<double?> _maxCost = new("--max-cost") { Description = "maximum cost, in billions of multiply-adds" };
    private readonly Option<double?> _minAccuracy = new("--min-accuracy") { Description = "minimum published top-1 accuracy (box AP, mean IoU), in percent" };
    private readonly Option<double?> _minSpeed = new("--min-speed") { Description = "minimum speed on this machine, in images per second (see --measure)" };
    private readonly Option<string?> _licence = new("--licence") { Description = "only weights whose licence contains this" };
    private readonly Option<bool> _onDisk = new("--on-disk") { Description = "only weights that are already on disk" };
    private readonly Option<ModelOrder> _sort = new("--sort") { Description = "order of the list", HelpName = "name|params|cost|accuracy|speed" };

    public ModelFilterOptions(Command verb)
    {
        foreach (var option in new Option[] { _family, _maxParameters, _maxCost, _minAccuracy, _minSpeed, _licence, _onDisk, _sort }) verb.Add(option);
    }

    public ModelFilter Read(ParseResult parsed, string? text) => new()
    {
        Text = text,
        Family = parsed.GetValue(_family),
        MaxParameters = parsed.GetValue(_maxParameters),
        MaxCost = parsed.GetValue(_maxCost),
        MinAccuracy = parsed.GetValue(_minAccuracy),
        MinSpeed = parsed.GetValue(_minSpeed),
        Licence = parsed.GetValue(_licence),
        OnDisk = parsed.GetValue(_onDisk),
        Order = parsed.GetValue(_sort),
    };
}
