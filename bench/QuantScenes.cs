using System.Globalization;

namespace Graft.Bench;

/// <summary>
/// What 8 bits cost a detector and a segmentation network: each trained on annotated scenes, written in 8 bits without a limit of the loss, and both files
/// measured on the scenes that were held out.
/// </summary>
internal sealed class QuantScenes : IComparison
{
    private static readonly string[] Tasks = ["detect", "segment"];

    public string Name => "quant-scenes";

    public string Description => "AP50 and mean IoU of trained networks, 8 bits beside 32: quant-scenes [SCENES] [detect|segment] [epochs=N]";

    public int Run(string[] arguments)
    {
        var scenes = arguments.FirstOrDefault(Directory.Exists) ?? Environment.GetEnvironmentVariable("SCENES") ?? Path.Combine("samples", "scenes");
        var epochs = arguments.FirstOrDefault(argument => argument.StartsWith("epochs=", StringComparison.Ordinal)) is { } given
            ? int.Parse(given["epochs=".Length..], CultureInfo.InvariantCulture) : 8;
        var project = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            foreach (var task in Tasks.Where(task => arguments.Contains(task) || !arguments.Any(Tasks.Contains))) Of(task, scenes, epochs, project);
        }
        finally
        {
            Directory.Delete(project, recursive: true);
        }
        return 0;
    }

    private static void Of(string task, string scenes, int epochs, string project)
    {
        var row = TaskTable.Of(TaskKinds.Parse(task));
        var run = row.Train(row.Request(scenes) with { Epochs = epochs, Project = Path.Combine(project, task) }, null, default);
        Console.WriteLine($"{task}, {epochs} epochs");
        // A limit would keep layers in 32 bits until the loss is small.
        foreach (var line in RunExport.Int8(run.Folder.FullPath, null, new Int8Options { MaxDrop = 1 }).Lines().Where(line => !line.Contains("MB")))
            Console.WriteLine($"  {line}");
    }
}
