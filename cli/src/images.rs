//! The command `image`.

use std::io::{self, Write as _};

use conformance_harness::{report::Output, target::engine_version};

use crate::{
    arguments::{ImageArguments, ImageContent},
    commands::Runtimes,
    error::CommandError,
    image_recipes::{conform, sandbox},
    suite_folder::SuiteFolder,
    targets::TargetError,
};

/// Builds an image.
pub(crate) fn image(arguments: &ImageArguments, output: &Output) -> Result<u8, CommandError> {
    let workspace = SuiteFolder::find(&arguments.suite)?;
    let profile = &arguments.profile;
    let mut image = match arguments.content {
        ImageContent::Sandbox => sandbox(&workspace, profile),
        ImageContent::Conform => conform(&workspace, profile).map_err(CommandError::Report)?,
    };
    if let Some(given) = &arguments.tag {
        let (name, tag) = given.rsplit_once(':').unwrap_or((given, "latest"));
        image.name = (name.to_owned(), tag.to_owned());
    }
    let tell = |told: &str| drop(writeln!(io::stderr(), "{told}"));
    let Runtimes { ours, .. } = Runtimes::new()?;
    let building = async {
        engine_version().await?;
        image.build(&tell).await
    };
    ours.block_on(building).map_err(TargetError::from)?;
    let (name, tag) = &image.name;
    output.say(&format!("{name}:{tag}"));
    Ok(0)
}
