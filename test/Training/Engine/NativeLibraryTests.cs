using TorchSharp;

namespace Graft.Tests.Training;

public class NativeLibraryTests
{
    [Fact]
    public void Libtorch_loads_on_this_system_whatever_its_libstdcxx()
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal(6f, torch.ones(2, 3).sum().ToSingle());
    }

    [Fact]
    public void The_library_in_the_output_folder_is_a_file_of_its_own_and_not_a_link_into_the_package_cache()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux needs the cure of docs/adr/0003.");
        Assert.Null(new FileInfo(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so")).LinkTarget);
    }
}
