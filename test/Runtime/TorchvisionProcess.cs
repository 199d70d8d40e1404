using System.Diagnostics;
using Graft.Networks;
using Graft.Tests;

namespace Graft.Runtime.Tests;

/// <summary>Python with Debian's torchvision, making one checkpoint after another; each is deleted before the next.</summary>
internal static class TorchvisionProcess
{
    /// <summary>Debian's own Python has Debian's torchvision, whatever stands first in the path; null where there is none.</summary>
    public static string? Python() => new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(candidate =>
    {
        try
        {
            using var process = Start(candidate, ["-c", "import torchvision"]);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    /// <summary>Calls <paramref name="made"/> while a network's files lie in the folder, and answers the names of those that were made.</summary>
    public static IReadOnlyList<string> Make(string python, TestFolder folder, IReadOnlyList<ModelEntry> entries, Action<ModelEntry> made)
    {
        using var process = Start(python,
        [
            Repository.At("eng", "torchvision_checkpoints.py"), "--in-turn", "--legacy", entries[0].Name, folder.Root,
            .. entries.Select(entry => $"{entry.Name}:{entry.InputSize}"),
        ]);
        var names = new List<string>();
        try
        {
            while (process.StandardOutput.ReadLine() is { } line)
            {
                var name = line.Split(' ')[0];
                if (!line.EndsWith(" made", StringComparison.Ordinal))
                {
                    Console.WriteLine(line);
                    continue;
                }
                made(entries.Single(entry => entry.Name == name));
                names.Add(name);
                foreach (var file in Directory.GetFiles(folder.Root, name + ".*")) File.Delete(file);
                process.StandardInput.WriteLine();
            }
        }
        finally
        {
            if (!process.HasExited) process.Kill(); // a comparison failed: nobody waits for the rest
        }
        return names;
    }

    private static Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync(); // read, so that it cannot fill up
        return process;
    }
}
